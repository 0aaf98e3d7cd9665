/** YAML, loaded with the first body that is written in it: a package's own import() has no names in the bundle. */
export { parse } from 'yaml';
