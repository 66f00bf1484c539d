// What COMMAND DOCS tells of the group `geo`. Versions, complexities, histories and argument trees are facts of the real
// server, which a test compares with a recording of it; the summaries are the project's own.

extension GeoCommands {
    enum Documentation {
        static func geoadd() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Adds members with their positions, or moves those that are there.",
                since: "3.2.0", group: .geo,
                complexity: """
                    O(log(N)) for each item added, where N is the number of elements in the sorted set.
                    """,
                history: [
                    ("6.2.0", "Added the `CH`, `NX` and `XX` options.")
                ],
                arguments: [
                    .key("key"),
                    .oneOf("condition", .optional, since: "6.2.0", of: [.token("NX"), .token("XX")]),
                    ArgumentSpecification("change", .pureToken, token: "CH", .optional, since: "6.2.0"),
                    .block("data", .multiple, of: [.double("longitude"), .double("latitude"), .string("member")]),
                ])
        }

        static func geodist() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Tells the distance of two members.",
                since: "3.2.0", group: .geo, complexity: "O(1)",
                arguments: [
                    .key("key"),
                    .string("member1"),
                    .string("member2"),
                    .oneOf("unit", .optional, of: [.token("M"), .token("KM"), .token("FT"), .token("MI")]),
                ])
        }

        static func geohash() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Tells the positions of members as Geohash texts.",
                since: "3.2.0", group: .geo, complexity: "O(1) for each member requested.",
                arguments: [
                    .key("key"),
                    .string("member", [.optional, .multiple]),
                ])
        }

        static func geopos() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Tells the longitudes and latitudes of members.",
                since: "3.2.0", group: .geo, complexity: "O(1) for each member requested.",
                arguments: [
                    .key("key"),
                    .string("member", [.optional, .multiple]),
                ])
        }

        static func georadius() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Finds the members within a distance of a position, and stores them if told to.",
                since: "3.2.0", group: .geo,
                complexity: """
                    O(N+log(M)) where N is the number of elements inside the bounding box of the circular area \
                    delimited by center and radius and M is the number of items inside the index.
                    """,
                deprecatedSince: "6.2.0", replacedBy: "`GEOSEARCH` and `GEOSEARCHSTORE` with the `BYRADIUS` argument",
                history: [
                    ("6.2.0", "Added the `ANY` option for `COUNT`."),
                    ("7.0.0", "Added support for uppercase unit names."),
                ],
                arguments: [
                    .key("key"),
                    .double("longitude"),
                    .double("latitude"),
                    .double("radius"),
                    .oneOf("unit", of: [.token("M"), .token("KM"), .token("FT"), .token("MI")]),
                    .token("WITHCOORD", .optional),
                    .token("WITHDIST", .optional),
                    .token("WITHHASH", .optional),
                    .block(
                        "count-block", .optional,
                        of: [
                            .integer("count", token: "COUNT"),
                            .token("ANY", .optional, since: "6.2.0"),
                        ]),
                    .oneOf("order", .optional, of: [.token("ASC"), .token("DESC")]),
                    .oneOf(
                        "store", .optional,
                        of: [
                            ArgumentSpecification("storekey", .key, token: "STORE", key: 1, display: "key"),
                            ArgumentSpecification("storedistkey", .key, token: "STOREDIST", key: 2, display: "key"),
                        ]),
                ])
        }

        static func georadiusRo() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Finds the members within a distance of a position.",
                since: "3.2.10", group: .geo,
                complexity: """
                    O(N+log(M)) where N is the number of elements inside the bounding box of the circular area \
                    delimited by center and radius and M is the number of items inside the index.
                    """,
                deprecatedSince: "6.2.0", replacedBy: "`GEOSEARCH` with the `BYRADIUS` argument",
                history: [
                    ("6.2.0", "Added the `ANY` option for `COUNT`."),
                    ("7.0.0", "Added support for uppercase unit names."),
                ],
                arguments: [
                    .key("key"),
                    .double("longitude"),
                    .double("latitude"),
                    .double("radius"),
                    .oneOf("unit", of: [.token("M"), .token("KM"), .token("FT"), .token("MI")]),
                    .token("WITHCOORD", .optional),
                    .token("WITHDIST", .optional),
                    .token("WITHHASH", .optional),
                    .block(
                        "count-block", .optional,
                        of: [
                            .integer("count", token: "COUNT"),
                            .token("ANY", .optional, since: "6.2.0"),
                        ]),
                    .oneOf("order", .optional, of: [.token("ASC"), .token("DESC")]),
                ])
        }

        static func georadiusbymember() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Finds the members within a distance of a member, and stores them if told to.",
                since: "3.2.0", group: .geo,
                complexity: """
                    O(N+log(M)) where N is the number of elements inside the bounding box of the circular area \
                    delimited by center and radius and M is the number of items inside the index.
                    """,
                deprecatedSince: "6.2.0",
                replacedBy: "`GEOSEARCH` and `GEOSEARCHSTORE` with the `BYRADIUS` and `FROMMEMBER` arguments",
                history: [
                    ("6.2.0", "Added the `ANY` option for `COUNT`."),
                    ("7.0.0", "Added support for uppercase unit names."),
                ],
                arguments: [
                    .key("key"),
                    .string("member"),
                    .double("radius"),
                    .oneOf("unit", of: [.token("M"), .token("KM"), .token("FT"), .token("MI")]),
                    .token("WITHCOORD", .optional),
                    .token("WITHDIST", .optional),
                    .token("WITHHASH", .optional),
                    .block(
                        "count-block", .optional, of: [.integer("count", token: "COUNT"), .token("ANY", .optional)]),
                    .oneOf("order", .optional, of: [.token("ASC"), .token("DESC")]),
                    .oneOf(
                        "store", .optional,
                        of: [
                            ArgumentSpecification("storekey", .key, token: "STORE", key: 1, display: "key"),
                            ArgumentSpecification("storedistkey", .key, token: "STOREDIST", key: 2, display: "key"),
                        ]),
                ])
        }

        static func georadiusbymemberRo() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Finds the members within a distance of a member.",
                since: "3.2.10", group: .geo,
                complexity: """
                    O(N+log(M)) where N is the number of elements inside the bounding box of the circular area \
                    delimited by center and radius and M is the number of items inside the index.
                    """,
                deprecatedSince: "6.2.0", replacedBy: "`GEOSEARCH` with the `BYRADIUS` and `FROMMEMBER` arguments",
                history: [
                    ("6.2.0", "Added the `ANY` option for `COUNT`."),
                    ("7.0.0", "Added support for uppercase unit names."),
                ],
                arguments: [
                    .key("key"),
                    .string("member"),
                    .double("radius"),
                    .oneOf("unit", of: [.token("M"), .token("KM"), .token("FT"), .token("MI")]),
                    .token("WITHCOORD", .optional),
                    .token("WITHDIST", .optional),
                    .token("WITHHASH", .optional),
                    .block(
                        "count-block", .optional, of: [.integer("count", token: "COUNT"), .token("ANY", .optional)]),
                    .oneOf("order", .optional, of: [.token("ASC"), .token("DESC")]),
                ])
        }

        static func geosearch() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Finds the members within a circle or a box.",
                since: "6.2.0", group: .geo,
                complexity: """
                    O(N+log(M)) where N is the number of elements in the grid-aligned bounding box area around the \
                    shape provided as the filter and M is the number of items inside the shape
                    """,
                history: [
                    ("7.0.0", "Added support for uppercase unit names.")
                ],
                arguments: [
                    .key("key"),
                    .oneOf(
                        "from",
                        of: [
                            .string("member", token: "FROMMEMBER"),
                            .block("fromlonlat", token: "FROMLONLAT", of: [.double("longitude"), .double("latitude")]),
                        ]),
                    .oneOf(
                        "by",
                        of: [
                            .block(
                                "circle",
                                of: [
                                    .double("radius", token: "BYRADIUS"),
                                    .oneOf("unit", of: [.token("M"), .token("KM"), .token("FT"), .token("MI")]),
                                ]),
                            .block(
                                "box",
                                of: [
                                    .double("width", token: "BYBOX"),
                                    .double("height"),
                                    .oneOf("unit", of: [.token("M"), .token("KM"), .token("FT"), .token("MI")]),
                                ]),
                        ]),
                    .oneOf("order", .optional, of: [.token("ASC"), .token("DESC")]),
                    .block(
                        "count-block", .optional, of: [.integer("count", token: "COUNT"), .token("ANY", .optional)]),
                    .token("WITHCOORD", .optional),
                    .token("WITHDIST", .optional),
                    .token("WITHHASH", .optional),
                ])
        }

        static func geosearchstore() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Stores the members within a circle or a box.",
                since: "6.2.0", group: .geo,
                complexity: """
                    O(N+log(M)) where N is the number of elements in the grid-aligned bounding box area around the \
                    shape provided as the filter and M is the number of items inside the shape
                    """,
                history: [
                    ("7.0.0", "Added support for uppercase unit names.")
                ],
                arguments: [
                    .key("destination"),
                    .key("source", specification: 1),
                    .oneOf(
                        "from",
                        of: [
                            .string("member", token: "FROMMEMBER"),
                            .block("fromlonlat", token: "FROMLONLAT", of: [.double("longitude"), .double("latitude")]),
                        ]),
                    .oneOf(
                        "by",
                        of: [
                            .block(
                                "circle",
                                of: [
                                    .double("radius", token: "BYRADIUS"),
                                    .oneOf("unit", of: [.token("M"), .token("KM"), .token("FT"), .token("MI")]),
                                ]),
                            .block(
                                "box",
                                of: [
                                    .double("width", token: "BYBOX"),
                                    .double("height"),
                                    .oneOf("unit", of: [.token("M"), .token("KM"), .token("FT"), .token("MI")]),
                                ]),
                        ]),
                    .oneOf("order", .optional, of: [.token("ASC"), .token("DESC")]),
                    .block(
                        "count-block", .optional, of: [.integer("count", token: "COUNT"), .token("ANY", .optional)]),
                    .token("STOREDIST", .optional),
                ])
        }
    }
}
