import { isObject, type Loose } from '../loose.ts';
import { blockCharacters, blockProblems, keptBlocks } from './blocks.ts';
import { SlackError } from './call.ts';
import type { MessageRecord, World } from './world.ts';

/** Characters of texts; the sum of blocks is undocumented (bolt-js#2509). */
const LIMITS = { posted: 40_000, updated: 4_000, markdown: 12_000, blocks: 13_200, attachments: 100 } as const;

export interface MessageBody {
  readonly text: string;
  readonly blocks: unknown[];
  readonly attachments?: unknown[];
  readonly metadata?: NonNullable<MessageRecord['metadata']>;
}

export interface BodyRules {
  /** A text that is too long: cut off, or refused. */
  readonly long: 'cut' | 'refuse';
  /** The error for blocks that are too long together. */
  readonly longBlocks: string;
}

/**
 * What a message shall consist of. @throws SlackError `no_text`, `invalid_blocks`, `invalid_blocks_format`, `msg_too_long`,
 * `msg_blocks_too_long`, `invalid_metadata_format`, `markdown_text_conflict`, `too_many_attachments`
 */
export function messageBody(world: World, args: Loose, { long, longBlocks }: BodyRules): MessageBody {
  const { text: given, markdown_text, attachments } = args;
  const blocks = blocksOf(world, args.blocks, longBlocks);
  if (markdown_text !== undefined && (given !== undefined || blocks.length > 0))
    throw new SlackError('markdown_text_conflict');
  const source = typeof given === 'string' ? given : typeof markdown_text === 'string' ? markdown_text : '';
  if (typeof markdown_text === 'string' && markdown_text.length > LIMITS.markdown) throw new SlackError('msg_too_long');
  if (long === 'refuse' && source.length > LIMITS.updated) throw new SlackError('msg_too_long');
  const attached = Array.isArray(attachments) ? attachments : [];
  if (attached.length > LIMITS.attachments) throw new SlackError('too_many_attachments');
  if (source === '' && blocks.length + attached.length === 0) throw new SlackError('no_text');
  const metadata = metadataOf(args.metadata);
  return {
    text: source.slice(0, LIMITS.posted),
    blocks,
    ...(attached.length > 0 && { attachments: attached }),
    ...(metadata && { metadata }),
  };
}

/** @throws SlackError `invalid_blocks_format`, `invalid_blocks`, or `tooLong` */
export function blocksOf(world: World, blocks: unknown, tooLong: string): unknown[] {
  if (blocks === undefined || blocks === null || blocks === '') return [];
  if (!Array.isArray(blocks)) throw new SlackError('invalid_blocks_format');
  const messages = blockProblems(blocks, 'message');
  if (messages.length > 0) throw new SlackError('invalid_blocks', { response_metadata: { messages } });
  if (blockCharacters(blocks) > LIMITS.blocks) throw new SlackError(tooLong);
  return keptBlocks(blocks, () => world.newId('K').slice(-5));
}

function metadataOf(metadata: unknown): MessageBody['metadata'] {
  if (metadata === undefined || metadata === null || metadata === '') return undefined;
  if (!isObject(metadata)) throw new SlackError('invalid_metadata_format');
  const { event_type, event_payload, ...rest } = metadata;
  if (typeof event_type !== 'string' || !isObject(event_payload) || Object.keys(rest).length > 0)
    throw new SlackError('invalid_metadata_format');
  if (!/^[\w.-]{1,255}$/.test(event_type)) throw new SlackError('invalid_metadata_schema');
  return { event_type, event_payload };
}
