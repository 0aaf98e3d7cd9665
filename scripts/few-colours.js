/** Makes a browser's PNG small: 256 colours are enough for a page, and it stays sharp. */
import { crc32, deflateSync, inflateSync } from 'node:zlib';

const SIGNATURE = 8;
const COLOURS = 256;
/** Colours that differ by less are one. */
const NEAR_BITS = 3;

export function fewColours(png) {
  const { width, height, channels, data } = read(png);
  const near = (at) =>
    ((data[at] >> NEAR_BITS) << 16) |
    ((data[at + 1] >> NEAR_BITS) << 8) |
    (data[at + 2] >> NEAR_BITS);
  const counts = new Map();
  for (let at = 0; at < data.length; at += channels) {
    const key = near(at);
    const found = counts.get(key);
    if (found === undefined) counts.set(key, { count: 1, exact: new Map() });
    else found.count += 1;
    const rgb = (data[at] << 16) | (data[at + 1] << 8) | data[at + 2];
    const { exact: seen } = counts.get(key);
    seen.set(rgb, (seen.get(rgb) ?? 0) + 1);
  }
  const most = [...counts].toSorted(([, a], [, b]) => b.count - a.count).slice(0, COLOURS);
  const palette = most.map(
    ([, { exact: seen }]) => [...seen].reduce((a, b) => (b[1] > a[1] ? b : a))[0],
  );
  const places = new Map(most.map(([key], i) => [key, i]));
  const rows = Buffer.alloc((width + 1) * height);
  for (let y = 0, at = 0; y < height; y++)
    for (let x = 0; x < width; x++, at += channels) {
      const key = near(at);
      if (!places.has(key)) places.set(key, nearest(palette, exact(data, at)));
      rows[y * (width + 1) + 1 + x] = places.get(key);
    }
  return Buffer.concat([
    png.subarray(0, SIGNATURE),
    chunk('IHDR', header(width, height)),
    chunk('PLTE', Buffer.from(palette.flatMap(split))),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

const exact = (data, at) => [data[at], data[at + 1], data[at + 2]];
const split = (rgb) => [rgb >> 16, (rgb >> 8) & 255, rgb & 255];
function nearest(palette, rgb) {
  let best = 0;
  let least = Infinity;
  for (const [i, colour] of palette.entries()) {
    const far = split(colour).reduce((sum, value, k) => sum + (value - rgb[k]) ** 2, 0);
    if (far < least) [best, least] = [i, far];
  }
  return best;
}

function header(width, height) {
  const bytes = Buffer.alloc(13);
  bytes.writeUInt32BE(width, 0);
  bytes.writeUInt32BE(height, 4);
  bytes.set([8, 3, 0, 0, 0], 8);
  return bytes;
}
function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type), data]);
  const bytes = Buffer.alloc(body.length + 8);
  bytes.writeUInt32BE(data.length, 0);
  body.copy(bytes, 4);
  bytes.writeUInt32BE(crc32(body), body.length + 4);
  return bytes;
}

/** Eight bits a channel, not interlaced: as browsers write it. */
function read(png) {
  const parts = [];
  for (let at = SIGNATURE; at < png.length;) {
    const size = png.readUInt32BE(at);
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT')
      parts.push(png.subarray(at + 8, at + 8 + size));
    at += size + 12;
  }
  const width = png.readUInt32BE(16);
  const height = png.readUInt32BE(20);
  const channels = png[25] === 6 ? 4 : 3;
  const raw = inflateSync(Buffer.concat(parts));
  const stride = width * channels;
  const data = Buffer.alloc(stride * height);
  for (let y = 0; y < height; y++) {
    const filter = raw[y * (stride + 1)];
    for (let x = 0; x < stride; x++) {
      const left = x < channels ? 0 : data[y * stride + x - channels];
      const up = y === 0 ? 0 : data[(y - 1) * stride + x];
      const corner = x < channels || y === 0 ? 0 : data[(y - 1) * stride + x - channels];
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter];
      data[y * stride + x] = raw[y * (stride + 1) + 1 + x] + guess;
    }
  }
  return { width, height, channels, data };
}
function paeth(left, up, corner) {
  const [a, b, c] = [up - corner, left - corner, left + up - 2 * corner].map(Math.abs);
  return a <= b && a <= c ? left : b <= c ? up : corner;
}
