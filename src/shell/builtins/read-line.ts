/** One line of an input; what is behind it stays there. */
import { isEmpty, joinChunks, sliceChunk, textOf } from '../looks/chunk.ts';
import type { Chunk } from '../looks/chunk.ts';
import type { Source } from '../pipe.ts';

export async function readLine(
  source: Source,
  delimiter = '\n',
): Promise<{ line: Chunk; complete: boolean }> {
  let taken: Chunk = '';
  for (;;) {
    const at = textOf(taken).indexOf(delimiter);
    if (at >= 0) {
      source.unread(sliceChunk(taken, at + 1));
      return { line: sliceChunk(taken, 0, at), complete: true };
    }
    const chunk = await source.read();
    if (chunk === null) return { line: taken, complete: false };
    taken = isEmpty(taken) ? chunk : joinChunks([taken, chunk]);
  }
}
