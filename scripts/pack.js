/**
 * What `npm pack` does around packing: declarations and licences come into dist/, and the packed package.json names
 * neither the tools that build it nor a script that would run where it is installed. `after` puts the file back.
 */
import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildAll, bundledPackages } from './build.js';
import { writeDeclarations } from './declarations.js';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const file = join(root, 'package.json');
const kept = join(root, 'node_modules', '.package.json.kept');

/** The bundle holds other people's work: their licences go with it. */
async function writeLicences() {
  const texts = (await bundledPackages()).map((folder) => {
    const { name, version, license } = JSON.parse(
      readFileSync(join(folder, 'package.json'), 'utf8'),
    );
    const found = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
    const text = found === undefined ? '' : readFileSync(join(folder, found), 'utf8').trim();
    return `${name} ${version} (${license})\n\n${text}\n`;
  });
  writeFileSync(join(root, 'dist', 'THIRD-PARTY.txt'), texts.join(`\n${'-'.repeat(72)}\n\n`));
}

if (process.argv[2] === 'after') {
  if (existsSync(kept)) renameSync(kept, file);
} else {
  await buildAll();
  writeDeclarations();
  await writeLicences();
  const text = readFileSync(file, 'utf8');
  const { scripts: _, devDependencies: __, overrides: ___, ...shipped } = JSON.parse(text);
  writeFileSync(kept, text);
  writeFileSync(file, `${JSON.stringify(shipped, null, 2)}\n`);
}
