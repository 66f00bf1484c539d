// What COMMAND DOCS tells of the commands of bitmaps. Versions, complexities, histories and argument trees are facts of the real
// server, which a test compares with a recording of it; the summaries are the project's own.

extension BitmapCommands {
    enum Documentation {
        static func bitcount() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Counts the bits of a string, or of a part of it, that are set.",
                since: "2.6.0", group: .bitmap, complexity: "O(N)",
                history: [
                    ("7.0.0", "Added the `BYTE|BIT` option.")
                ],
                arguments: [
                    .key("key"),
                    .block(
                        "range", .optional,
                        of: [
                            .integer("start"),
                            .integer("end"),
                            .oneOf("unit", .optional, since: "7.0.0", of: [.token("BYTE"), .token("BIT")])
                                .named("index_unit"),
                        ]
                    ).named("index"),
                ]
            )
            .in(.valkey) {
                $0.history.append(
                    (
                        "8.0.0",
                        "`end` made optional; when called without argument the command reports the last BYTE."
                    ))
                $0.arguments[1] = bitpos().arguments[2]
            }
        }

        static func bitfield() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Reads and writes integers of any width within a string.",
                since: "3.2.0", group: .bitmap, complexity: "O(1) for each subcommand specified",
                arguments: [
                    .key("key"),
                    .oneOf(
                        "operation", [.optional, .multiple],
                        of: [
                            .block("get-block", token: "GET", of: [.string("encoding"), .integer("offset")])
                                .named("encoding_offset"),
                            .block(
                                "write",
                                of: [
                                    .oneOf(
                                        "overflow-block", token: "OVERFLOW", .optional,
                                        of: [.token("WRAP"), .token("SAT"), .token("FAIL")]
                                    ).named("wrap_sat_fail"),
                                    .oneOf(
                                        "write-operation",
                                        of: [
                                            .block(
                                                "set-block", token: "SET",
                                                of: [.string("encoding"), .integer("offset"), .integer("value")]
                                            ).named("encoding_offset_value"),
                                            .block(
                                                "incrby-block", token: "INCRBY",
                                                of: [.string("encoding"), .integer("offset"), .integer("increment")]
                                            ).named("encoding_offset_increment"),
                                        ]
                                    ).named("write_operation"),
                                ]),
                        ]),
                ])
        }

        static func bitfieldRo() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Reads integers of any width within a string.",
                since: "6.0.0", group: .bitmap, complexity: "O(1) for each subcommand specified",
                arguments: [
                    .key("key"),
                    .block(
                        "get-block", token: "GET", [.optional, .multiple, .multipleToken],
                        of: [.string("encoding"), .integer("offset")]
                    ).named("encoding_offset"),
                ])
        }

        static func bitop() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Stores what strings give when combined bit by bit.",
                since: "2.6.0", group: .bitmap, complexity: "O(N)",
                arguments: [
                    .oneOf("operation", of: [.token("AND"), .token("OR"), .token("XOR"), .token("NOT")])
                        .in(.redis70) { $0 = .string("operation") },
                    .key("destkey"),
                    .key("key", specification: 1, .multiple),
                ])
        }

        static func bitpos() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Finds the first bit of a string that is set, or that is not.",
                since: "2.8.7", group: .bitmap, complexity: "O(N)",
                history: [
                    ("7.0.0", "Added the `BYTE|BIT` option.")
                ],
                arguments: [
                    .key("key"),
                    .integer("bit"),
                    .block(
                        "range", .optional,
                        of: [
                            .integer("start"),
                            .block(
                                "end-unit-block", .optional,
                                of: [
                                    .integer("end"),
                                    .oneOf("unit", .optional, since: "7.0.0", of: [.token("BYTE"), .token("BIT")])
                                        .named("index_unit"),
                                ]
                            ).named("end_index"),
                        ]
                    ).named("index"),
                ])
        }

        static func getbit() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Tells one bit of a string.",
                since: "2.2.0", group: .bitmap, complexity: "O(1)",
                arguments: [
                    .key("key"),
                    .integer("offset"),
                ])
        }

        static func setbit() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Sets or clears one bit of a string and tells what it was.",
                since: "2.2.0", group: .bitmap, complexity: "O(1)",
                arguments: [
                    .key("key"),
                    .integer("offset"),
                    .integer("value"),
                ])
        }
    }
}
