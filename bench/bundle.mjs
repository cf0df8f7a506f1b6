/** Bundles in memory with the plugins of rollup.config.mjs, so that what is compared was made in the same way. */
import { chdir } from 'node:process';
import { rollup } from 'rollup';
import { root } from '../scripts/build.mjs';

// The configuration reads package.json where it stands.
chdir(root);
const [config] = (await import('../rollup.config.mjs')).default;

const writesFiles = new Set(['precompress', 'pages', 'licences', 'emoji']);

/** Bundles modules given by name and source; resolves to rollup's chunks. `without` leaves plugins out by name. */
export async function bundle(sources, { without = [] } = {}) {
  const plugins = config.plugins.filter(({ name }) => !writesFiles.has(name) && !without.includes(name));
  const build = await rollup({
    ...config,
    input: Object.fromEntries(Object.keys(sources).map((name) => [name, `bench:${name}`])),
    plugins: [inMemory(sources), ...plugins],
  });
  const { output } = await build.generate({ format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name].js' });
  await build.close();
  return output;
}

function inMemory(sources) {
  return {
    name: 'in-memory',
    resolveId(id, importer) {
      if (id.startsWith('bench:')) return id;
      // As if the source stood in a file of this folder.
      return importer?.startsWith('bench:') ? this.resolve(id, import.meta.filename, { skipSelf: true }) : null;
    },
    load: (id) => (id.startsWith('bench:') ? sources[id.slice('bench:'.length)] : null),
  };
}
