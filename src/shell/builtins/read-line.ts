/** One line of an input; what is behind it stays there. */
import { fairly } from '../../host/turns.ts';
import { outOfMemory } from '../limits.ts';
import { isEmpty, joinChunks, sliceChunk, textOf } from '../looks/chunk.ts';
import type { Chunk } from '../looks/chunk.ts';
import type { Source } from '../pipe.ts';

/** Characters of one line: joining it again with every piece takes the longer the longer it is. */
const LINE_MAX = 8 * 1024 * 1024;

export async function readLine(
  source: Source,
  delimiter = '\n',
): Promise<{ line: Chunk; complete: boolean }> {
  let taken: Chunk = '';
  let looked = 0;
  for (;;) {
    await fairly();
    const at = textOf(taken).indexOf(delimiter, looked);
    if (at >= 0) {
      source.unread(sliceChunk(taken, at + 1));
      return { line: sliceChunk(taken, 0, at), complete: true };
    }
    looked = Math.max(0, textOf(taken).length - delimiter.length + 1);
    if (looked > LINE_MAX) throw outOfMemory(looked);
    const chunk = await source.read();
    if (chunk === null) return { line: taken, complete: false };
    taken = isEmpty(taken) ? chunk : joinChunks([taken, chunk]);
  }
}
