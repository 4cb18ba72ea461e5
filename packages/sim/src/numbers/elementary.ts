/**
 * ln and exp from +, -, *, / and powers of two only, so that every engine gives the same bits. The language leaves
 * Math.log and Math.exp to the engine. After fdlibm's e_log.c and e_exp.c; errors stay below 2 units in the last place.
 */

const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;

/** A double, and the same as two words: in the upper one stand the exponent, plus a bias, and the highest bits of the mantissa. */
const DOUBLE = new Float64Array(1);
const WORDS = new Int32Array(DOUBLE.buffer);
DOUBLE[0] = 1;
const HIGH = WORDS[0] === 0 ? 1 : 0;
const BIAS = 1023;
/** Below it the exponent is not all there is to a number's size. */
const SMALLEST_NORMAL = 2 ** -1022;

/** x * 2^n, exact while the result is a normal number. */
function scale(x: number, n: number): number {
  let result = x;
  let left = n;
  for (; left > 0; left--) result *= 2;
  for (; left < 0; left++) result /= 2;
  return result;
}

/** Natural logarithm of a positive finite number. */
export function ln(x: number): number {
  if (!(x > 0) || x === Number.POSITIVE_INFINITY) throw new RangeError(`ln is asked for ${x}`);
  let mantissa = x;
  let exponent = 0;
  if (x >= SMALLEST_NORMAL) {
    // The bits say both at once: a number in [1, 2), and the power of two that it is to be multiplied with.
    DOUBLE[0] = x;
    const high = WORDS[HIGH] as number;
    exponent = (high >>> 20) - BIAS;
    WORDS[HIGH] = (high & 0xfffff) | (BIAS << 20);
    mantissa = DOUBLE[0];
  }
  for (; mantissa >= Math.SQRT2; exponent++) mantissa /= 2;
  for (; mantissa < Math.SQRT1_2; exponent--) mantissa *= 2;
  const f = mantissa - 1;
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const even = w * (0.3999999999940942 + w * (0.22222198432149784 + w * 0.15313837699209373));
  const odd =
    z * (0.6666666666666735 + w * (0.2857142874366239 + w * (0.1818357216161805 + w * 0.14798198605116586)));
  const half = 0.5 * f * f;
  return exponent * LN2_HIGH - (half - (s * (half + (even + odd)) + exponent * LN2_LOW) - f);
}

/** e^x for -700 <= x <= 700. */
export function exp(x: number): number {
  if (!(x >= -700 && x <= 700)) throw new RangeError(`exp is asked for ${x}`);
  const k = Math.floor(x / (LN2_HIGH + LN2_LOW) + 0.5);
  const high = x - k * LN2_HIGH;
  const low = k * LN2_LOW;
  const r = high - low;
  const t = r * r;
  const c =
    r -
    t *
      (0.16666666666666602 +
        t *
          (-0.0027777777777015593 +
            t * (6.613756321437934e-5 + t * (-1.6533902205465252e-6 + t * 4.1381367970572385e-8))));
  return scale(1 - (low - (r * c) / (2 - c) - high), k);
}
