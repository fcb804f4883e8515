declare const language: unknown;
export = language;
