import { describe } from 'vitest';
import { paidOnce } from './paid-once.ts';

describe('with the profile avatar, one task is paid and one video delivered', () => paidOnce('avatar'));
