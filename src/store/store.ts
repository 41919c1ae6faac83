import { type Namespace, openNamespace } from './namespace.ts';

/** All namespaces of one SQLite file. */
export interface Store {
  /** Each name is opened once; asking again gives the same namespace. */
  namespace<T>(name: string): Promise<Namespace<T>>;
  close(): Promise<void>;
}

/** The store in one SQLite file (made when absent). One process at a time: see `lock.ts`. */
export function openStore(file: string): Store {
  const open = new Map<string, Promise<Namespace<never>>>();
  return {
    namespace<T>(name: string) {
      let namespace = open.get(name);
      if (!namespace) {
        namespace = openNamespace<never>(file, name);
        open.set(name, namespace);
      }
      return namespace as Promise<Namespace<unknown>> as Promise<Namespace<T>>;
    },
    async close() {
      for (const namespace of open.values()) await (await namespace).close();
    },
  };
}
