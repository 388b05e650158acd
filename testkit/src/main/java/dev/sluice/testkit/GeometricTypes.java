package dev.sluice.testkit;

import static dev.sluice.testkit.TypeSample.sample;

import java.util.List;

/** PostgreSQL's geometric types. */
final class GeometricTypes {
    static final List<TypeSample> SAMPLES = List.of(
            sample(
                    "point",
                    "null",
                    "'(0,-0)'",
                    "'(0.1,1e300)'",
                    "'(-Infinity,NaN)'",
                    "'(1.7976931348623157e308,4.9e-324)'"),
            sample("line", "null", "'{1,-1,0}'", "'{0,1,-0.1}'"),
            sample("lseg", "null", "'[(0,0),(0,0)]'", "'[(-0.1,1e-300),(Infinity,3)]'"),
            sample("box", "null", "'(0,0),(0,0)'", "'(1.1,2),(-3,-4.2)'"),
            sample("path", "null", "'[(0,0)]'", "'((0,0),(1,1),(2,0.1))'", "'[(0,0),(1,1),(2,0.1)]'"),
            sample("polygon", "null", "'((0,0))'", "'((0,0),(1,1),(2,0.1),(-1e10,5))'"),
            sample("circle", "null", "'<(0,0),0>'", "'<(-0.1,1e100),2.5>'"));

    private GeometricTypes() {}
}
