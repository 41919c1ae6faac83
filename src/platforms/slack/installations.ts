import { z } from 'zod';
import { type Seal, SealError } from '../../seal.ts';
import type { Namespace } from '../../store/namespace.ts';

const installation = z.object({
  team: z.string(),
  /** The workspace's name. */
  name: z.string().exactOptional(),
  bot: z.object({
    token: z.string(),
    /** The bot's own user. */
    user: z.string(),
    scopes: z.array(z.string()),
    /** Where tokens are rotated: buys another pair, once. */
    refresh: z.string().exactOptional(),
    /** When the token ends (ms). */
    expires: z.number().exactOptional(),
  }),
  /** `https://acme.slack.com/`; absent until it was asked for. */
  url: z.string().exactOptional(),
});

/** Herald in one workspace. Who installed it is not kept. */
export type Installation = z.infer<typeof installation>;

/** The workspaces that installed Herald, each sealed as a whole: nobody reads a token in the store. */
export interface Installations {
  /** @throws StoreError, SealError when the secret is not the one it was sealed with */
  get(team: string): Promise<Installation | undefined>;
  put(one: Installation): Promise<void>;
  delete(team: string): Promise<void>;
  /** Ids of all workspaces, and of those among them whose seal this secret does not open. */
  survey(): Promise<{ readonly teams: readonly string[]; readonly unreadable: readonly string[] }>;
}

/** @param namespace `installations` of the store @param seal made for {@link SEALED_FOR} */
export function installations(namespace: Namespace<string>, seal: Seal): Installations {
  /** What was opened last of each workspace: every call asks, and what is sealed changes twice a day. */
  const opened = new Map<string, { readonly sealed: string; readonly one: Installation }>();

  function read(team: string, sealed: string): Installation {
    const known = opened.get(team);
    if (known?.sealed === sealed) return known.one;
    const one = installation.parse(JSON.parse(seal.open(sealed, team)));
    opened.set(team, { sealed, one });
    return one;
  }

  function canRead(team: string, sealed: string): boolean {
    try {
      read(team, sealed);
      return true;
    } catch (error) {
      if (error instanceof SealError) return false;
      throw error;
    }
  }

  return {
    async get(team) {
      const sealed = await namespace.get(team);
      return sealed === undefined ? undefined : read(team, sealed);
    },
    put: (one) => namespace.set(one.team, seal.close(JSON.stringify(one), one.team)),
    async delete(team) {
      opened.delete(team);
      await namespace.delete(team);
    },
    async survey() {
      const teams: string[] = [];
      const unreadable: string[] = [];
      for await (const [team, sealed] of namespace.entries()) {
        teams.push(team);
        if (!canRead(team, sealed)) unreadable.push(team);
      }
      return { teams, unreadable };
    },
  };
}

/** The purpose by which `SECRET_KEY` seals them. */
export const SEALED_FOR = 'installations of Slack';
