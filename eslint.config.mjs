import js from '@eslint/js';
import globals from 'globals';
import lit from 'eslint-plugin-lit';
import litA11y from 'eslint-plugin-lit-a11y';
import { configs as wc } from 'eslint-plugin-wc';
import ts from 'typescript-eslint';

export default ts.config(
  { ignores: ['**/dist/**', '**/node_modules/**', '.cache/**', '.data/**', 'packages/server/public/**'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [...ts.configs.strictTypeChecked],
    languageOptions: { parserOptions: { project: ['./packages/*/tsconfig.json', './tsconfig.tests.json'] } },
    rules: {
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowNullish: true }],
      '@typescript-eslint/consistent-type-definitions': ['error', 'type'],
      '@typescript-eslint/no-unnecessary-condition': 'off',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/naming-convention': 'off',
      // Elements are made by `document.createElement`, so that a page with two copies of the script works.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/no-deprecated': ['error', { allow: ['keyCode'] }],
      'no-restricted-syntax': [
        'error',
        { selector: 'TSEnumDeclaration', message: 'Use a table `as const`.' },
        { selector: 'ExportDefaultDeclaration', message: 'Use named exports.' },
      ],
      'max-depth': ['error', 3],
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ['packages/{widget,agent}/src/**/*.ts'],
    plugins: { lit, 'lit-a11y': litA11y },
    extends: [wc['flat/recommended']],
    languageOptions: { globals: globals.browser },
    rules: {
      ...lit.configs['flat/recommended'].rules,
      ...litA11y.configs.recommended.rules,
      // Without list-style, Safari forgets that a list is one unless it is told.
      'lit-a11y/no-redundant-role': 'off',
    },
  },
  {
    files: ['**/test/**/*.ts', 'test/**/*.ts', 'playwright.config.ts'],
    rules: {
      '@typescript-eslint/no-floating-promises': 'off', // node:test returns a promise that nobody awaits.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-unnecessary-type-assertion': 'off',
      'no-restricted-syntax': 'off',
    },
  },
  {
    files: ['**/*.mjs', 'packages/server/bin/*.js'],
    languageOptions: { globals: globals.node },
  },
  {
    files: ['examples/intranet/*.js', 'scripts/bundle/*.js'],
    languageOptions: { globals: globals.browser },
  },
);
