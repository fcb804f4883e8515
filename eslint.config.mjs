import eslint from '@eslint/js';
import jest from 'eslint-plugin-jest';
import tseslint from 'typescript-eslint';

const looseSpread = {
  selector: 'ObjectExpression > SpreadElement > ObjectExpression',
  message: 'Spread like this, properties that nobody asks for are no error of types.',
};
const apostrophe = "/[a-z]'[a-z]/i";
const countable = 'second|minute|hour|day|week|event|time|call|code|file|thing|attempt';
/** Texts that people read: they are set like print, and right for 0, 1 and 2. */
const texts = [
  {
    selector: `:matches(Literal[value=${apostrophe}], TemplateElement[value.cooked=${apostrophe}])`,
    message: 'Write the apostrophe of a text as ’.',
  },
  {
    selector: `TemplateElement[value.raw=/^ (${countable})s\\b/]`,
    message: 'Count with counted() of lib/counted.ts, which knows that "1 events" is wrong.',
  },
];
const expectations = ['expect*', '**.expect*', 'fc.assert', 'until*'];

const environment = {
  object: 'process',
  property: 'env',
  message: 'Read settings in src/config.ts only.',
};

export default tseslint.config(
  // What was carried away is checked by the compiler of each example, with its packages.
  {
    ignores: [
      'dist',
      'data',
      'node_modules',
      'screenshots',
      'coverage',
      'examples/*/insurance',
      'examples/**/*.ts',
    ],
  },
  eslint.configs.recommended,
  ...tseslint.configs.recommendedTypeChecked.map((config) => ({ ...config, files: ['**/*.ts'] })),
  {
    files: ['**/*.ts'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'no-console': 'error',
      'no-restricted-syntax': ['error', looseSpread],
      eqeqeq: 'error',
    },
  },
  {
    files: ['{src,lib,sandbox/src}/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', looseSpread, ...texts] },
  },
  {
    // The environment is read in one place, so that every setting is known, checked and documented.
    files: ['{src,lib,sandbox/src}/**/*.ts'],
    ignores: ['src/config.ts', 'sandbox/src/settings.ts'],
    rules: { 'no-restricted-properties': ['error', environment] },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/config.ts', 'src/pages/view.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        environment,
        {
          object: 'res',
          property: 'render',
          message: 'Use render (src/pages/view.ts): it knows the types.',
        },
      ],
    },
  },
  {
    // The local sandbox stands in for somebody else's server: it shares nothing with the app.
    files: ['sandbox/src/**/*.ts', 'lib/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ regex: '^(\\.\\./)+src/', message: 'The sandbox imports nothing of the app.' }] },
      ],
    },
  },
  {
    files: ['src/**/*.ts', 'lib/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [{ regex: '/sandbox/', message: 'The app starts the sandbox as a process of its own.' }],
        },
      ],
    },
  },
  {
    files: ['{test,sandbox/test,bench}/**/*.ts'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
    },
  },
  {
    // A test that expects nothing can never fail. Helpers that expect something have names that say so.
    files: ['{test,sandbox/test}/**/*.test.ts'],
    plugins: { jest },
    rules: { 'jest/expect-expect': ['error', { assertFunctionNames: expectations }] },
  },
  {
    // In a browser what is waited for is expected: when it does not come, the test fails.
    files: ['test/browser/**/*.test.ts'],
    rules: {
      'jest/expect-expect': [
        'error',
        { assertFunctionNames: [...expectations, '**.waitFor', 'heading', 'isAt', 'isGood*'] },
      ],
    },
  },
  {
    files: ['**/*.js', '**/*.mjs'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        module: 'writable',
        require: 'readonly',
        __dirname: 'readonly',
        window: 'readonly',
        document: 'readonly',
        fetch: 'readonly',
        EventSource: 'readonly',
        BroadcastChannel: 'readonly',
        AbortController: 'readonly',
        URLSearchParams: 'readonly',
        DOMParser: 'readonly',
        XMLHttpRequest: 'readonly',
        navigator: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
      },
    },
  },
  { files: ['bench/**/*.ts', 'scripts/**/*'], rules: { 'no-console': 'off' } },
);
