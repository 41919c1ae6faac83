/** `ok`: as it should be. `note`: Herald works, but the operator should know. `wrong`: something is to be mended. */
export type Mark = 'ok' | 'note' | 'wrong';

/** One line of what the doctor says. */
export interface Finding {
  readonly mark: Mark;
  /** What was looked at: a few words. */
  readonly about: string;
  /** What was found; where something is amiss, also what to do. */
  readonly says: string;
}

/** Something that the doctor looks at. It changes nothing, sends nothing that anybody sees, and costs nothing. */
export interface Check {
  readonly about: string;
  /** Looks. What it throws becomes a finding; the other checks go on. */
  look(signal: AbortSignal): Promise<readonly Finding[]>;
}

export const ok = (about: string, says: string): Finding => ({ mark: 'ok', about, says });
export const note = (about: string, says: string): Finding => ({ mark: 'note', about, says });
export const wrong = (about: string, says: string): Finding => ({ mark: 'wrong', about, says });
