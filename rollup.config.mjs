/** Bundles what a browser downloads: the widget and the desk. `tsc -b` has compiled everything before. */
import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import nodeResolve from '@rollup/plugin-node-resolve';
import terser from '@rollup/plugin-terser';
import { minifyHTMLLiterals } from 'minify-literals';

const out = 'packages/server/public';

/** What the wire does not use of them is left out of the page. */
const leftOut = Object.fromEntries(
  await Promise.all(
    [
      ['engine.io-client/build/esm/index.js', 'engine.io-client.js'],
      ['socket.io-client/build/esm/index.js', 'socket.io-client.js'],
      ['socket.io-parser/build/esm/index.js', 'socket.io-parser.js'],
      ['@socket.io/component-emitter/lib/esm/index.js', 'component-emitter.js'],
    ].map(async ([module, file]) => [module, await readFile(`scripts/bundle/${file}`, 'utf8')]),
  ),
);
/** The widget never asks for the lobby; the desk's bundle has it. */
const leftToTheDesk = { 'packages/client/dist/lobby.js': 'export class JoinedLobby {}' };

/** Puts other sources in the place of modules, by the end of their paths. */
function replaceModules(sources) {
  const entries = Object.entries(sources);
  return { name: 'replace-modules', load: (id) => entries.find(([file]) => id.endsWith(file))?.[1] ?? null };
}

/** Takes the white space out of `html` and `css` templates. */
const templates = {
  name: 'templates',
  async transform(code, id) {
    if (!id.includes('/packages/') || !/(?:html|css|svg)\s?`/.test(code)) return null;
    const result = await minifyHTMLLiterals(code, { fileName: id });
    return result ? { code: result.code, map: result.map ?? null } : null;
  },
};

/** Writes a `.br` beside every file, so that the server never compresses. */
const precompress = {
  name: 'precompress',
  async writeBundle(options, bundle) {
    for (const file of Object.values(bundle)) {
      const source = Buffer.from(file.type === 'chunk' ? file.code : file.source);
      const params = {
        [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
        [constants.BROTLI_PARAM_QUALITY]: 11,
        [constants.BROTLI_PARAM_SIZE_HINT]: source.length,
      };
      await writeFile(join(options.dir, `${file.fileName}.br`), brotliCompressSync(source, { params }));
    }
  },
};

/**
 * A browser remembers that a module could not be had, and does not ask for it again (HTML, 8.1.3.8, module map): the next
 * try has another address.
 */
const tryAgain = {
  name: 'try-again',
  renderDynamicImport: () => ({ left: 'importAgain(', right: ')' }),
  // A declaration: what is imported at once is asked for before the end of the module is reached.
  renderChunk: (code) =>
    code.includes('importAgain(')
      ? {
          code: `${code}\nfunction importAgain(u,m=import.meta){return import(u+(m[u]||"")).catch(e=>{m[u]="?"+Date.now();throw e})}`,
          map: null,
        }
      : null,
};

/** The licences of what is bundled, in one file beside it: seven comments would be in every page. */
const licences = (more) => ({
  name: 'licences',
  async generateBundle() {
    const packages = ['lit', 'engine.io-client', 'engine.io-parser', 'emoji-picker-element-data', ...more];
    const texts = packages.map(async (name) => `${name}\n\n${await readFile(`node_modules/${name}/LICENSE`, 'utf8')}`);
    this.emitFile({ type: 'asset', fileName: 'licences.txt', source: (await Promise.all(texts)).join('\n\n---\n\n') });
  },
});

/** What the picker of emoji fetches, by language: group, emoji, name and further words. What few systems draw yet is left out. */
const emoji = {
  name: 'emoji',
  async generateBundle() {
    for (const language of ['en', 'ja']) {
      const data = await readFile(`node_modules/emoji-picker-element-data/${language}/cldr/data.json`, 'utf8');
      const rows = JSON.parse(data)
        .filter(({ group, version }) => group !== 2 && version <= 15)
        .map(({ group, emoji, annotation, tags, shortcodes }) => {
          const words = new Set([...tags, ...(shortcodes ?? []).map((code) => code.replaceAll('_', ' '))]);
          words.delete(annotation);
          return [group, emoji, annotation, [...words].join(' ')];
        });
      this.emitFile({ type: 'asset', fileName: `emoji-${language}.json`, source: JSON.stringify(rows) });
    }
  },
};

/** Puts pages that are served as they are beside the bundles. */
function pages(from, to) {
  return {
    name: 'pages',
    async writeBundle() {
      await mkdir(to, { recursive: true });
      for (const file of await readdir(from)) await copyFile(join(from, file), join(to, file));
    },
  };
}

const banner = `/* support-chat ${JSON.parse(await readFile('package.json', 'utf8')).version} · MIT · with lit (BSD-3-Clause) and engine.io-client (MIT), see licences.txt */`;

/** What the first message does not need, and what such parts share. */
function isLate({ moduleIds, facadeModuleId }) {
  const isIn = (folder) => moduleIds.some((id) => id.includes(`/widget/dist/${folder}/`));
  return (isIn('late') && !isIn('parts')) || Boolean(facadeModuleId?.includes('/scripts/bundle/'));
}

function bundle(name, input, extra = [], dir = name) {
  return {
    input: { [name]: input },
    output: {
      dir: `${out}/${dir}`,
      format: 'es',
      entryFileNames: '[name].js',
      chunkFileNames: (chunk) => (isLate(chunk) ? 'chunks/late/[name]-[hash].js' : 'chunks/[name]-[hash].js'),
      sourcemap: false,
      // Lit and Socket.IO are in the room's code and the desk's, not in the launcher and the words.
      banner: ({ name }) => (name === 'session' || name === 'desk' ? banner : ''),
    },
    plugins: [
      replaceModules(leftOut),
      templates,
      tryAgain,
      nodeResolve({ browser: true, exportConditions: ['browser', 'production'] }),
      terser({
        format: { comments: /^ support-chat \d/ },
        ecma: 2022,
        module: true,
        compress: {
          passes: 3,
          inline: false,
          keep_fargs: false,
          unsafe: true,
          unsafe_arrows: true,
          unsafe_methods: true,
          pure_getters: true,
        },
        // Names like these are private to their libraries, which are in here as a whole.
        mangle: { properties: { regex: /^_[a-z]/ } },
      }),
      licences(name === 'desk' ? ['lean-qr'] : []),
      precompress,
      ...extra,
    ],
    treeshake: { moduleSideEffects: (id) => !/node_modules\/(?:engine|socket)\.io/.test(id) },
    onwarn(warning, warn) {
      if (warning.code === 'THIS_IS_UNDEFINED') return;
      warn(warning);
    },
  };
}

export default [
  bundle(
    'support-chat',
    'packages/widget/dist/index.js',
    [replaceModules(leftToTheDesk), emoji, pages('examples/intranet', `${out}/demo`)],
    'widget',
  ),
  // Apart: what it shares with the room would be one more file for each of them.
  bundle('support-chat-rooms', 'packages/widget/dist/rooms/index.js', [], 'widget'),
  // For pages that shall not reach into the room: the element for them, and the page in its frame.
  bundle('support-chat-frame', 'packages/widget/dist/isolated/index.js', [], 'widget'),
  bundle('frame', 'packages/widget/dist/frame-page.js', [pages('packages/widget/frame', `${out}/frame`)]),
  bundle('guest', 'packages/widget/dist/guest-page.js', [emoji, pages('packages/widget/page', `${out}/guest`)]),
  bundle('desk', 'packages/agent/dist/desk-page.js', [emoji, pages('packages/agent/page', `${out}/desk`)]),
];
