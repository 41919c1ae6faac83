import { avatarProfile } from './avatar.ts';
import { accountFingerprint, type Credentials } from './credentials.ts';
import { type Detection, detectProfile } from './detect.ts';
import { image2videoProfile } from './image2video.ts';
import type { Mode, Profile, ProfileName } from './profile.ts';
import { createTransport, type TransportOptions } from './transport.ts';

/** One Kling account, by every profile that Herald knows. */
export interface Kling {
  /** Tells accounts apart, gives nothing away. */
  readonly account: string;
  readonly profiles: Readonly<Record<ProfileName, Profile>>;
  detect(signal: AbortSignal): Promise<Detection>;
  close(): Promise<void>;
}

export function openKling(
  options: TransportOptions & { readonly credentials: Credentials; readonly mode: Mode },
): Kling {
  const transport = createTransport(options);
  return {
    account: accountFingerprint(options.credentials),
    profiles: {
      avatar: avatarProfile(transport),
      image2video: image2videoProfile(transport, { mode: options.mode }),
    },
    detect: (signal) => detectProfile(transport, signal),
    close: () => transport.close(),
  };
}
