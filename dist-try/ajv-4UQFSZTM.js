import { createRequire as eggtoothRequire } from 'node:module'; const require = eggtoothRequire(import.meta.url);
import {
  require_ajv
} from "./chunk-BOWUFYXK.js";
import "./chunk-DN2B56ZS.js";
export default require_ajv();
