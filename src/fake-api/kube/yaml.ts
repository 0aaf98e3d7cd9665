/**
 * YAML of request bodies, in the words of the parser that kube-apiserver uses (go-yaml, through sigs.k8s.io/yaml). Loaded
 * with the first such body: a package's own import() has no names in the bundle.
 */
import { parse, YAMLParseError } from 'yaml';
import type { Json } from './json.ts';

/** go-yaml's limit is 10,000; ours is what our parser's recursion bears. No manifest comes near. */
const DEPTH_MAX = 500;

/** Throws an error with go-yaml's kind of sentence for what is no YAML. */
export function parseYaml(text: string): Json {
  if (depthOf(text) > DEPTH_MAX) throw new Error('yaml: exceeded max depth of 10000');
  try {
    return parse(text, { prettyErrors: true, logLevel: 'error' }) as Json;
  } catch (error) {
    if (error instanceof YAMLParseError) {
      const line = error.linePos?.[0].line ?? 1;
      throw new Error(`yaml: line ${line}: ${error.message.split(' at line ')[0]}`, {
        cause: error,
      });
    }
    // An alias without its anchor, or too many of them.
    if (error instanceof ReferenceError)
      throw new Error(`yaml: ${error.message}`, { cause: error });
    throw error;
  }
}

/** At least the depth of its flow collections and of its compact sequences (`- - -`). */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (const character of text) {
    if (character === '[' || character === '{') deepest = Math.max(deepest, ++depth);
    else if (character === ']' || character === '}') depth -= 1;
  }
  const dashes = text.matchAll(/(?:[-?] +){100,}/g);
  for (const [run] of dashes) deepest = Math.max(deepest, run.replaceAll(' ', '').length);
  return deepest;
}
