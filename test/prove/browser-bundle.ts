/** The page that runs in a browser, put together as the widget is. */
import { fileURLToPath } from 'node:url';
import { rollup } from 'rollup';
import { loadConfigFile } from 'rollup/loadConfigFile';

const fileOf = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The script of the page: the client with everything that the widget's build replaces, leaves out and shortens. */
export async function bundlePage(): Promise<string> {
  const { options } = await loadConfigFile(fileOf('../../rollup.config.mjs'), { silent: true });
  const [widget] = options;
  if (!widget) throw new Error('rollup.config.mjs builds nothing');
  const bundle = await rollup({ ...widget, input: fileOf('browser-page.mjs') });
  try {
    // One file: the page is written where it runs, and nothing else is served there.
    const { output } = await bundle.generate({ ...widget.output[0], inlineDynamicImports: true });
    return output[0].code;
  } finally {
    await bundle.close();
  }
}
