/** Serves the page of the suite: `node test/ime/serve.mjs [port]`, 4300 by default; build before. */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { bundle } from '../../bench/bundle.mjs';

const types = { js: 'text/javascript', css: 'text/css', html: 'text/html' };
const policy = `default-src 'none'; script-src 'self'; style-src 'self'; require-trusted-types-for 'script'; trusted-types lit-html`;

/** Listens on the loopback. Resolves to its address, and what ends it. Port 0: one that is free. */
export async function serve(port = 0) {
  const files = new Map();
  for (const { fileName, code } of await bundle({ ime: `import '../test/ime/page.mjs';` }))
    files.set(`/${fileName}`, code);
  for (const [path, name] of Object.entries({ '/': 'index.html', '/page.css': 'page.css' }))
    files.set(path, await readFile(new URL(name, import.meta.url), 'utf8'));
  const server = createServer(({ url = '' }, response) => {
    const content = files.get(url);
    const type = types[url === '/' ? 'html' : (url.split('.').at(-1) ?? '')] ?? 'text/plain';
    response.writeHead(content === undefined ? 404 : 200, {
      'Content-Type': `${type}; charset=utf-8`,
      'Content-Security-Policy': policy,
    });
    response.end(content);
  });
  await new Promise((resolve) => server.listen(port, '127.0.0.1', resolve));
  const { port: taken } = server.address();
  return { url: `http://127.0.0.1:${taken}/`, close: () => new Promise((resolve) => server.close(resolve)) };
}

if (process.argv[1] === import.meta.filename) {
  const { url } = await serve(Number(process.argv[2] ?? 4300));
  console.log(`input methods: ${url}`);
}
