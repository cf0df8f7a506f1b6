/**
 * Bytes of brotli that a browser downloads, from the bundles in packages/server/public, beside Lit and socket.io-client
 * bundled in the same way. `--why` also lists what each package and module of the working chat adds.
 */
import { brotliCompressSync, constants } from 'node:zlib';
import { minify } from 'terser';
import { root } from '../scripts/build.mjs';
import { bundle } from './bundle.mjs';
import { gates } from './downloads.mjs';
import { report } from './report.mjs';

const lit = `export { LitElement, html, css, nothing } from 'lit'; export { repeat } from 'lit/directives/repeat.js';`;
const socket = `export { io } from 'socket.io-client';`;
/** The build replaces parts of socket.io-client that the room server never speaks. */
const asPublished = { without: ['replace-modules'] };

const figures = gates.map(({ figure, atMost, measure }) => ({ figure, value: measure(), unit: 'B', atMost }));
figures.push(
  { figure: 'Lit alone', value: await bytesOf(lit), unit: 'B' },
  { figure: 'Lit and socket.io-client, with the same modules replaced', value: await bytesOf(lit + socket), unit: 'B' },
  { figure: 'Lit and socket.io-client, as published', value: await bytesOf(lit + socket, asPublished), unit: 'B' },
);
report('size: brotli', figures);
if (process.argv.includes('--why')) await explain();

async function bytesOf(source, options) {
  const chunks = await bundle({ alone: source }, options);
  return chunks.reduce((sum, { code }) => sum + brotli(code, 11), 0);
}

/** How much smaller all modules together get when one, or one package, is left out. Close, not exact: see README. */
async function explain() {
  const source = `export * from '@support-chat/widget';`;
  const chunks = await bundle({ chat: source }, { without: ['terser'] });
  const modules = [];
  for (const chunk of chunks.filter(({ name }) => !/^(?:en|ja)$/.test(name)))
    for (const [id, { code }] of Object.entries(chunk.modules))
      if (code)
        modules.push({
          id: shortened(id),
          code: (await minify(code, { module: true, ecma: 2022, compress: { unused: false, passes: 2 } })).code,
        });
  const all = brotli(modules.map(({ code }) => code).join('\n'), 9);
  for (const [title, keyOf] of [
    ['package', packageOf],
    ['module', ({ id }) => id],
  ]) {
    const keys = [...new Set(modules.map(keyOf))];
    const rows = keys.map((key) => {
      const rest = modules.filter((module) => keyOf(module) !== key);
      const own = modules.filter((module) => keyOf(module) === key);
      const minified = own.reduce((sum, { code }) => sum + code.length, 0);
      return { key, minified, saved: all - brotli(rest.map(({ code }) => code).join('\n'), 9) };
    });
    console.log(`\nleft out, one ${title} at a time: bytes of brotli saved, of minified code`);
    for (const { key, saved, minified } of rows.sort((a, b) => b.saved - a.saved).slice(0, 45))
      console.log(`${String(saved).padStart(7)} ${String(minified).padStart(7)}  ${key}`);
  }
}

function shortened(id) {
  return id.replace(`${root}/`, '').replace('node_modules/', '').replace('/dist/', '/').replace('/build/esm/', '/');
}

function packageOf({ id }) {
  const [first, second] = id.split('/');
  return first.startsWith('@') || first === 'packages' ? `${first}/${second}` : first;
}

function brotli(code, quality) {
  const source = Buffer.from(code);
  const params = { [constants.BROTLI_PARAM_QUALITY]: quality, [constants.BROTLI_PARAM_SIZE_HINT]: source.length };
  return brotliCompressSync(source, { params }).length;
}
