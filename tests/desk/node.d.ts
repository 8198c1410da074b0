// What the tests use of Node. Its own types would be a package to install for these six names.

declare module "node:assert/strict" {
  const assert: any;
  export default assert;
}
declare module "node:test" {
  export const test: any;
  export const beforeEach: any;
}
declare module "node:fs" {
  export const readFileSync: any;
}
declare const Buffer: { byteLength(text: string): number };
declare function setImmediate(job: (value?: unknown) => void): unknown;
