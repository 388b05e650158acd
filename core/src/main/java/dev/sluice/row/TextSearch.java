package dev.sluice.row;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The types of full text search. */
final class TextSearch {
    /** The names of weights 0 to 3 at a position; the lowest is not shown. */
    private static final String[] WEIGHTS = {"", "C", "B", "A"};

    private static final int OPERAND = 1;
    private static final int OPERATOR = 2;

    private TextSearch() {}

    /** A document: per lexeme its text, a count of positions, and those, each with its weight in the two highest bits. */
    static void tsvector(ValueBytes in, StringBuilder out) {
        int lexemes = in.count(3);
        for (int i = 0; i < lexemes; i++) {
            if (i > 0) {
                out.append(' ');
            }
            appendQuoted(out, in.zeroTerminated());
            int positions = in.u16();
            for (int j = 0; j < positions; j++) {
                int position = in.u16();
                out.append(j == 0 ? ':' : ',').append(position & 0x3FFF).append(WEIGHTS[position >> 14]);
            }
        }
    }

    /** A query: operators before their operands, the right operand first. */
    static void tsquery(ValueBytes in, StringBuilder out) {
        int count = in.count(2);
        List<Item> items = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            items.add(readItem(in));
        }
        Deque<Expression> done = new ArrayDeque<>();
        for (int i = count - 1; i >= 0; i--) {
            if (items.get(i).operands() > done.size()) {
                throw in.malformed("an operator has no operand");
            }
            done.push(items.get(i).join(done));
        }
        if (done.size() > 1) {
            throw in.malformed(done.size() + " queries are in one");
        }
        done.forEach(query -> out.append(query.text()));
    }

    private static Item readItem(ValueBytes in) {
        int kind = in.u8();
        return switch (kind) {
            case OPERAND -> readOperand(in);
            case OPERATOR -> readOperator(in);
            default -> throw in.malformed("an item of kind " + kind + " is not known");
        };
    }

    private static Item readOperand(ValueBytes in) {
        int weights = in.u8();
        boolean prefix = in.u8() != 0;
        StringBuilder text = new StringBuilder();
        appendQuoted(text, in.zeroTerminated());
        if (prefix || weights != 0) {
            text.append(prefix ? ":*" : ":");
            for (int bit = 3; bit >= 0; bit--) {
                text.append((weights >> bit & 1) == 0 ? "" : "DCBA".substring(bit, bit + 1));
            }
        }
        return new Operand(new Expression(text, Integer.MAX_VALUE, false));
    }

    private static Item readOperator(ValueBytes in) {
        int operator = in.u8();
        return switch (operator) {
            case 1 -> new Not();
            case 2 -> new Both(" & ", 2, false);
            case 3 -> new Both(" | ", 1, false);
            case 4 -> followedBy(in.i16());
            default -> throw in.malformed("operator " + operator + " is not known");
        };
    }

    private static Item followedBy(int distance) {
        return new Both(distance == 1 ? " <-> " : " <" + distance + "> ", 3, true);
    }

    private static void appendQuoted(StringBuilder out, String lexeme) {
        out.append('\'');
        for (int i = 0; i < lexeme.length(); i++) {
            char c = lexeme.charAt(i);
            if (c == '\'' || c == '\\') {
                out.append(c);
            }
            out.append(c);
        }
        out.append('\'');
    }

    /** A part of a query that is rendered; {@code ordered} when changing its sides would change its meaning. */
    private record Expression(StringBuilder text, int priority, boolean ordered) {
        Expression within(int outer, boolean rightOfOrdered) {
            if (priority < outer || (ordered && rightOfOrdered)) {
                text.insert(0, "( ").append(" )");
            }
            return this;
        }
    }

    private sealed interface Item {
        int operands();

        Expression join(Deque<Expression> done);
    }

    private record Operand(Expression expression) implements Item {
        @Override
        public int operands() {
            return 0;
        }

        @Override
        public Expression join(Deque<Expression> done) {
            return expression;
        }
    }

    private record Not() implements Item {
        private static final int PRIORITY = 4;

        @Override
        public int operands() {
            return 1;
        }

        @Override
        public Expression join(Deque<Expression> done) {
            StringBuilder operand = done.pop().within(PRIORITY, false).text();
            return new Expression(operand.insert(0, '!'), PRIORITY, false);
        }
    }

    private record Both(String sign, int priority, boolean ordered) implements Item {
        @Override
        public int operands() {
            return 2;
        }

        @Override
        public Expression join(Deque<Expression> done) {
            StringBuilder right = done.pop().within(priority, ordered).text();
            StringBuilder left = done.pop().within(priority, false).text();
            return new Expression(left.append(sign).append(right), priority, ordered);
        }
    }
}
