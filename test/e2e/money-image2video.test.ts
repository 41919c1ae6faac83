import { describe } from 'vitest';
import { paidOnce } from './paid-once.ts';

describe('with the profile image2video, one task is paid and one video delivered', () => paidOnce('image2video'));
