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
                    .block("data", .multiple, of: [.double("longitude"), .double("latitude"), .string("member")])
                        .named("longitude_latitude_member"),
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
                ]
            )
            .in(.redis70) { $0.complexity = "O(log(N))" }
        }

        static func geohash() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Tells the positions of members as Geohash texts.",
                since: "3.2.0", group: .geo, complexity: "O(1) for each member requested.",
                arguments: [
                    .key("key"),
                    .string("member", [.optional, .multiple]),
                ]
            )
            .in(.redis70) {
                $0.complexity = """
                    O(log(N)) for each member requested, where N is the number of elements in the sorted set.
                    """
                $0.arguments[1] = .string("member", .multiple)
            }
        }

        static func geopos() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Tells the longitudes and latitudes of members.",
                since: "3.2.0", group: .geo, complexity: "O(1) for each member requested.",
                arguments: [
                    .key("key"),
                    .string("member", [.optional, .multiple]),
                ]
            )
            .in(.redis70) {
                $0.complexity = "O(N) where N is the number of members requested."
                $0.arguments[1] = .string("member", .multiple)
            }
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
                deprecatedIn: [.redis, .valkey81],
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
                        ]
                    ).named("count"),
                    .oneOf("order", .optional, of: [.token("ASC"), .token("DESC")]),
                    .oneOf("store", .optional, of: storing),
                ]
            )
            .in(.redis70) { $0.storesInEither() }
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
                deprecatedIn: [.redis, .valkey81],
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
                        ]
                    ).named("count"),
                    .oneOf("order", .optional, of: [.token("ASC"), .token("DESC")]),
                ]
            )
            .in(.redis70) { $0.history.removeLast() }
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
                deprecatedIn: [.redis, .valkey81],
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
                        "count-block", .optional, of: [.integer("count", token: "COUNT"), .token("ANY", .optional)]
                    ).named("count"),
                    .oneOf("order", .optional, of: [.token("ASC"), .token("DESC")]),
                    .oneOf("store", .optional, of: storing),
                ]
            )
            .in(.redis70) { $0.storesInEither() }
            .in(.redis70) { $0.history.removeFirst() }
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
                deprecatedIn: [.redis, .valkey81],
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
                        "count-block", .optional, of: [.integer("count", token: "COUNT"), .token("ANY", .optional)]
                    ).named("count"),
                    .oneOf("order", .optional, of: [.token("ASC"), .token("DESC")]),
                ]
            )
            .in(.redis70) { $0.history = [] }
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
                            .block("fromlonlat", token: "FROMLONLAT", of: [.double("longitude"), .double("latitude")])
                                .named("longitude_latitude"),
                        ]
                    ).in(.valkey91) { $0.flags = .optional },
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
                            polygon.only(in: .valkey91),
                        ]),
                    .oneOf("order", .optional, of: [.token("ASC"), .token("DESC")]),
                    .block(
                        "count-block", .optional, of: [.integer("count", token: "COUNT"), .token("ANY", .optional)]
                    ).named("count"),
                    .token("WITHCOORD", .optional),
                    .token("WITHDIST", .optional),
                    .token("WITHHASH", .optional),
                ]
            )
            .in(.valkey91) { $0.history.append(("9.0.0", "Added support for the BYPOLYGON option.")) }
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
                            .block("fromlonlat", token: "FROMLONLAT", of: [.double("longitude"), .double("latitude")])
                                .named("longitude_latitude"),
                        ]
                    ).in(.valkey91) { $0.flags = .optional },
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
                            polygon.only(in: .valkey91),
                        ]),
                    .oneOf("order", .optional, of: [.token("ASC"), .token("DESC")]),
                    .block(
                        "count-block", .optional, of: [.integer("count", token: "COUNT"), .token("ANY", .optional)]
                    ).named("count"),
                    .token("STOREDIST", .optional),
                ]
            )
            .in(.valkey91) { $0.history.append(("9.0.0", "Added support for the BYPOLYGON option.")) }
        }

        /// Where GEORADIUS and GEORADIUSBYMEMBER store what they find.
        private static let storing = [
            ArgumentSpecification("storekey", .key, token: "STORE", key: 1, display: "key"),
            ArgumentSpecification("storedistkey", .key, token: "STOREDIST", key: 2, display: "key"),
        ]

        private static let polygon = ArgumentSpecification.block(
            "polygon", since: "9.0.0",
            of: [
                .integer("num-vertices", token: "BYPOLYGON"),
                .block("vertices", .multiple, of: [.double("longitude"), .double("latitude")]),
            ])
    }
}

extension CommandDocumentation {
    /// The places to store in, which are the last argument's alternatives, side by side.
    fileprivate mutating func storesInEither() {
        arguments += arguments.removeLast().parts.map { place in
            var place = place
            place.flags = .optional
            return place
        }
    }
}
