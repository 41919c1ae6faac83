import type { Announcement, SetUp } from '../../commands/announcements.ts';
import type { Seal } from '../seal.ts';
import type { Namespace } from '../store/namespace.ts';

export interface HookSecretsOptions {
  /** Sealed, by the id of the announcement, about which they are. */
  readonly table: Namespace<string>;
  readonly seal: Seal;
  /** Where a hook is called. */
  readonly hookUrl: (id: string) => string;
  readonly randomBytes: (size: number) => Uint8Array;
}

/** What lets others call a hook. */
export interface HookSecrets {
  /** @throws StoreError; the secret before is worth nothing any more otherwise */
  renew(announcement: Announcement): Promise<Required<SetUp>>;
  /** What was given out before. @throws StoreError, SealError */
  again(announcement: Announcement): Promise<Required<SetUp>>;
}

/** Of the 24 to 64 bytes that Standard Webhooks ask for. */
const BYTES = 32;

export function hookSecrets({ table, seal, hookUrl, randomBytes }: HookSecretsOptions): HookSecrets {
  const setUp = (announcement: Announcement, secret: string): Required<SetUp> => ({
    announcement,
    hook: { url: hookUrl(announcement.id), secret },
  });

  async function renew(announcement: Announcement): Promise<Required<SetUp>> {
    const secret = `whsec_${Buffer.from(randomBytes(BYTES)).toString('base64')}`;
    await table.set(announcement.id, seal.close(secret, announcement.id));
    return setUp(announcement, secret);
  }

  return {
    renew,
    async again(announcement) {
      const sealed = await table.get(announcement.id);
      return sealed === undefined ? renew(announcement) : setUp(announcement, seal.open(sealed, announcement.id));
    },
  };
}
