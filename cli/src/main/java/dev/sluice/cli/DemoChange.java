package dev.sluice.cli;

import java.util.List;

/**
 * Something that happens at the source, in one transaction.
 *
 * @param text what happens, in a few words
 * @param statements how
 * @param question a query of one value that has another answer afterwards; it can be asked on both sides before and after
 */
record DemoChange(String text, List<String> statements, String question) {
    /** Returns what the demo does to its shop. */
    static List<DemoChange> all() {
        return List.of(
                new DemoChange(
                        "a new customer",
                        List.of("insert into customers (name, email) values ('Ada', 'ada@example.com')"),
                        "select count(*) from customers"),
                new DemoChange(
                        "two items more for an order, and cheaper tea",
                        List.of(
                                "insert into order_items values (1, 3, 7, 2, 9.90), (1, 4, 8, 1, 4.50)",
                                "update orders set status = 'paid', note = 'two more' where id = 1",
                                "update products set price = price * 0.9 where name like 'Tea%'"),
                        """
                        select (select count(*) from order_items), (select count(*) from orders where note = 'two more'),
                               (select sum(price) from products)"""),
                new DemoChange(
                        "200 reviews deleted",
                        List.of("delete from \"Reviews\" where \"评分\" = 1"),
                        "select count(*) from \"Reviews\""),
                new DemoChange(
                        "200 reviews with other keys",
                        List.of("update \"Reviews\" set \"Id\" = md5(\"Id\"::text)::uuid where \"评分\" = 5"),
                        "select md5(string_agg(\"Id\"::text, ',' order by \"Id\")) from \"Reviews\""),
                new DemoChange(
                        "a new column, and values in it",
                        List.of(
                                "alter table customers add column points integer not null default 10",
                                "update customers set points = 100 where id <= 500"),
                        "select sum((to_jsonb(c) ->> 'points')::int) from customers c"),
                new DemoChange(
                        "20,000 rows updated",
                        List.of("update order_items set quantity = quantity + 1 where order_id <= 10000"),
                        "select sum(quantity) from order_items"),
                new DemoChange(
                        "all reviews gone, by TRUNCATE",
                        List.of("truncate \"Reviews\""),
                        "select count(*) from \"Reviews\""));
    }

    /** Returns one of many changes of a single row. */
    static DemoChange small(int number) {
        return new DemoChange(
                "a customer's points",
                List.of("update customers set points = " + number + " where id = 1"),
                "select points from customers where id = 1");
    }
}
