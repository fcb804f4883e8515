/** What is used of highlight.js: its own types bring those of a browser's document along, for the whole program. */
declare const hljs: {
  configure(options: { classPrefix: string }): void;
  registerLanguage(name: string, language: unknown): void;
  highlight(code: string, options: { language: string; ignoreIllegals: boolean }): { value: string };
};
export = hljs;
