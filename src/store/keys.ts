import type { Namespace } from './namespace.ts';

/** The keys of every entry. Meant for small tables. @throws StoreError */
export async function keysOf(namespace: Pick<Namespace<unknown>, 'entries'>): Promise<string[]> {
  const keys: string[] = [];
  for await (const [key] of namespace.entries()) keys.push(key);
  return keys;
}
