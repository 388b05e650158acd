package dev.sluice.stream;

import dev.sluice.connector.Split;

/**
 * The rows of one channel.
 *
 * @param number which channel's, from 1
 * @param rows how many rows, at least 1
 * @param seed of what is random in them
 */
record StreamSplit(int number, long rows, long seed) implements Split {
    @Override
    public String label() {
        return "rows of channel " + number;
    }
}
