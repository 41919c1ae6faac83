/** The part of html-to-text 10 that is used here; it brings no types of its own. */
declare module 'html-to-text' {
  interface Selector {
    readonly selector: string;
    readonly format?: string;
    readonly options?: Readonly<Record<string, unknown>>;
  }
  interface Options {
    readonly wordwrap: false;
    readonly selectors: readonly Selector[];
    readonly limits: { readonly maxDepth: number; readonly maxChildNodes: number; readonly maxInputLength: number };
  }
  export function compile(options: Options): (html: string) => string;
}
