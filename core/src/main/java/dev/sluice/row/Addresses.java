package dev.sluice.row;

/** Network and hardware addresses. */
final class Addresses {
    /** The family numbers of the binary form, which are not those of the operating system. */
    private static final int IPV4 = 2;

    private static final int IPV6 = 3;
    private static final int WORDS = 8;

    private Addresses() {}

    static void inet(ValueBytes in, StringBuilder out) {
        int family = in.u8();
        int bits = in.u8();
        boolean network = in.u8() != 0;
        int length = in.u8();
        if (!(family == IPV4 && length == 4) && !(family == IPV6 && length == 16)) {
            throw in.malformed("family " + family + " has no addresses of " + length + " bytes");
        }
        if (bits > length * 8) {
            throw in.malformed("a mask cannot have " + bits + " bits");
        }
        if (family == IPV4) {
            appendIpv4(out, in.i32());
        } else {
            appendIpv6(out, in);
        }
        if (network || bits != length * 8) {
            out.append('/').append(bits);
        }
    }

    static void macaddr(ValueBytes in, StringBuilder out) {
        appendMac(in, 6, out);
    }

    static void macaddr8(ValueBytes in, StringBuilder out) {
        appendMac(in, 8, out);
    }

    private static void appendMac(ValueBytes in, int bytes, StringBuilder out) {
        for (int i = 0; i < bytes; i++) {
            if (i > 0) {
                out.append(':');
            }
            Digits.hex(out, in.u8());
        }
    }

    private static void appendIpv4(StringBuilder out, int address) {
        out.append(address >>> 24).append('.');
        out.append(address >>> 16 & 0xFF).append('.');
        out.append(address >>> 8 & 0xFF).append('.');
        out.append(address & 0xFF);
    }

    private static void appendIpv6(StringBuilder out, ValueBytes in) {
        int[] words = new int[WORDS];
        for (int i = 0; i < WORDS; i++) {
            words[i] = in.u16();
        }
        int from = longestZeros(words);
        int to = zerosEnd(words, from);
        for (int i = 0; i < WORDS; i++) {
            if (i >= from && i < to) {
                out.append(i == from ? ":" : "");
                continue;
            }
            if (i > 0) {
                out.append(':');
            }
            if (i == 6 && from == 0 && (to == 6 || (to == 5 && words[5] == 0xFFFF))) {
                appendIpv4(out, words[6] << 16 | words[7]);
                return;
            }
            out.append(Integer.toHexString(words[i]));
        }
        if (from < WORDS && to == WORDS) {
            out.append(':');
        }
    }

    /** Returns where the first of the longest runs of at least two zeros begins; behind the last word if there is none. */
    private static int longestZeros(int[] words) {
        int best = WORDS;
        int length = 1;
        for (int i = 0; i < WORDS; i++) {
            if (zerosEnd(words, i) - i > length) {
                best = i;
                length = zerosEnd(words, i) - i;
            }
        }
        return best;
    }

    private static int zerosEnd(int[] words, int from) {
        int end = from;
        while (end < WORDS && words[end] == 0) {
            end++;
        }
        return end;
    }
}
