/** The two suites: what runs on a bare machine, and what needs a client that somebody installed. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** About the sources' and the documents' own text, which differs in the copy; about the tarball. */
const ABOUT_TEXT = [
  'test/architecture.test.ts',
  'test/docs.test.ts',
  'test/package/',
  'test/bench/',
];
const isAboutText = (file) => ABOUT_TEXT.some((each) => file.startsWith(each));

export function suitesOf(root) {
  const files = readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => join('test', name))
    .filter((file) => !isAboutText(file))
    .toSorted();
  const needsClient = (file) =>
    file.startsWith('test/web/') ||
    /helpers\/clients\.ts|lab-with-eyes|'which'/.test(readFileSync(join(root, file), 'utf8'));
  return [
    {
      name: 'bare',
      clients: false,
      files: files.filter((file) => !file.startsWith('test/web/')),
    },
    { name: 'clients', clients: true, files: files.filter(needsClient) },
  ];
}
