/**
 * The lint: what only the type checker can know (a promise that nobody awaits, a switch that forgets a case), and the
 * size of functions. What a room may do, and how large files may be, is the matter of test/tidy.
 */
import tseslint from 'typescript-eslint';

const FUNCTION_LINES_MAX = 70;

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', '.dugout/', 'coverage/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: process.cwd() } },
    rules: {
      'max-lines-per-function': ['error', { max: FUNCTION_LINES_MAX }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      // A `default` that refuses the rest is a case; a union without one must be whole.
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      // As the compiler has it: what is unused on purpose begins with an underscore.
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // A number in a text is no accident, and `() => run()` may be the shortest way to say it.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': 'off',
      // `async` keeps a port's promise: what goes wrong is a rejection, also where nothing is awaited.
      '@typescript-eslint/require-await': 'off',
      // It takes a field that another task changes during an await for what it was before.
      '@typescript-eslint/no-unnecessary-condition': 'off',
      // `process` is an event emitter that no constructor made.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
    },
  },
  {
    // A stand-in keeps the shape of what it stands for, and a story is as long as it is.
    files: ['test/**/*.ts'],
    rules: {
      'max-lines-per-function': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  {
    files: ['**/*.mjs', '**/*.js'],
    languageOptions: {
      globals: { process: 'readonly', URL: 'readonly', require: 'readonly', module: 'writable', __dirname: 'readonly' },
    },
    rules: {
      'max-lines-per-function': ['error', { max: FUNCTION_LINES_MAX }],
      'no-undef': 'error',
      'no-unused-vars': 'error',
      eqeqeq: 'error',
    },
  },
);
