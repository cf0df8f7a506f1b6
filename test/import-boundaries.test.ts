/** Fails on an import arrow that docs/design.md, section 4, does not draw. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Package → what its `src` may import beside its own files. */
const arrows: Record<string, readonly RegExp[]> = {
  protocol: [/^zod$/],
  client: [/^@support-chat\/protocol(?:\/samples)?$/, /^socket\.io-client$/],
  widget: [/^@support-chat\/(?:protocol(?:\/text)?|client(?:\/files)?)$/, /^lit(?:\/|$)/],
  agent: [/^@support-chat\/(?:protocol|client|widget\/(?:parts|pins|problems|search))$/, /^lit(?:\/|$)/, /^lean-qr$/],
  server: [
    /^@support-chat\/protocol(?:\/schemas|\/samples|\/text)?$/,
    /^node:/,
    /^(?:aws4fetch|file-type|sharp|ioredis|jose|pg|prom-client|socket\.io(?:-adapter|-parser)?|zod|@photostructure\/sqlite)$/,
  ],
};

type Import = { readonly file: string; readonly specifier: string };

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name));
}

function importsOf(file: string): Import[] {
  const pattern = /(?:^|\n)\s*(?:import|export)\s(?:[^'";]*?from\s*)?'([^']+)'|import\('([^']+)'\)/g;
  return [...readFileSync(file, 'utf8').matchAll(pattern)].map((match) => ({
    file,
    specifier: match[1] ?? match[2] ?? '',
  }));
}

function importsOfPackage(name: string): Import[] {
  return sourceFiles(join(root, 'packages', name, 'src')).flatMap(importsOf);
}

function isAllowed(name: string, { file, specifier }: Import): boolean {
  if (!specifier.startsWith('.')) return (arrows[name] ?? []).some((arrow) => arrow.test(specifier));
  const source = join(root, 'packages', name, 'src');
  return !relative(source, resolve(dirname(file), specifier)).startsWith('..');
}

test('every package imports only what the design draws', () => {
  const packages = readdirSync(join(root, 'packages'));
  assert.deepEqual(packages.sort(), Object.keys(arrows).sort(), 'a package without arrows');
  for (const name of packages) {
    const imports = importsOfPackage(name);
    assert.ok(imports.length > 3, `${name} has imports to look at`);
    const wrong = imports.filter((found) => !isAllowed(name, found));
    assert.deepEqual(
      wrong.map(({ file, specifier }) => `${relative(root, file)} → ${specifier}`),
      [],
    );
  }
});

test('an arrow that is not drawn is seen', () => {
  const file = join(root, 'packages/server/src/x.ts');
  assert.equal(isAllowed('server', { file, specifier: '@support-chat/widget' }), false);
  assert.equal(isAllowed('server', { file, specifier: '../../client/src/index.js' }), false);
  assert.equal(isAllowed('client', { file, specifier: '@support-chat/protocol/schemas' }), false);
});

test('the default entry of the protocol never reaches zod', () => {
  const seen = new Set<string>();
  const visit = (file: string): void => {
    if (seen.has(file)) return;
    seen.add(file);
    for (const { specifier } of importsOf(file)) {
      assert.notEqual(specifier, 'zod', `${relative(root, file)} is in the browser`);
      if (specifier.startsWith('.')) visit(resolve(dirname(file), specifier.replace(/\.js$/, '.ts')));
    }
  };
  visit(join(root, 'packages/protocol/src/index.ts'));
  assert.ok(seen.size > 5);
});

test('there is no drawer for odds and ends', () => {
  const drawers = /^(?:utils?|helpers?|common|misc|types|shared|core|ui)(?:\.ts)?$/;
  for (const name of Object.keys(arrows)) {
    for (const file of sourceFiles(join(root, 'packages', name, 'src'))) {
      for (const part of relative(root, file).split('/')) assert.doesNotMatch(part, drawers, file);
    }
  }
});
