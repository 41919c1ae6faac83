import type { types } from '@slack/bolt';

/** What the tests of modals and payloads show people. */
export const plain = (text: string) => ({ type: 'plain_text', text }) as const;

export const PHOTO = { name: 'face.png', bytes: Buffer.from('pixels') };

export const WORDS = {
  type: 'input',
  block_id: 'words',
  optional: true,
  label: plain('Words'),
  element: { type: 'plain_text_input', action_id: 'v', initial_value: 'Hello' },
} as const;

export const MODAL: types.ModalView & { blocks: types.KnownBlock[] } = {
  type: 'modal',
  callback_id: 'avatar',
  private_metadata: 'about C1',
  title: plain('Make it talk'),
  submit: plain('Make it'),
  blocks: [
    {
      type: 'input',
      block_id: 'photo',
      label: plain('Photo'),
      element: { type: 'file_input', action_id: 'v', filetypes: ['png', 'jpg'], max_files: 1 },
    },
    WORDS,
  ],
};
