// Keys are found where the real server finds them: the expectations are redis 8.0's replies to COMMAND GETKEYSANDFLAGS.

import Testing

@testable import UnderstudyEngine

struct KeyExtractionTests {
    private let table = CommandTable(CommandFamilies.all, of: .redis80)

    /// `key:FLAG,FLAG` for each key of `request`, spaces between.
    private func keys(_ request: String) -> String {
        let words = request.split(separator: " ").map { Array($0.utf8) }
        return StoredArguments(words).withArguments { arguments in
            guard let command = table.find(arguments) else { return "unknown" }
            return command.specification.keyReferences(in: arguments).map { key in
                let flags = key.flags.names(among: KeySpecification.Flags.names).joined(separator: ",")
                return arguments[key.position].text + ":" + flags
            }.joined(separator: " ")
        }
    }

    @Test(arguments: [
        ("get a", "a:RO,access"),
        ("ping a", ""),
        ("del a b a", "a:RM,delete b:RM,delete a:RM,delete"),
        ("rename a b", "a:RW,access,delete b:OW,update"),
        ("object freq k", "k:RO"),
        ("memory usage k samples 3", "k:RO"),
        ("lcs a b len", "a:RO,access b:RO,access"),
        ("watch a b", "a:RO b:RO"),
    ])
    func ranges(_ request: String, _ expected: String) { #expect(keys(request) == expected) }

    @Test(arguments: [
        ("mset a 1 b 2", "a:OW,update b:OW,update"),
        ("mset a 1 b", "a:OW,update b:OW,update"),
        ("msetnx a b c", "a:OW,insert c:OW,insert"),
    ])
    func rangesWithAStep(_ request: String, _ expected: String) { #expect(keys(request) == expected) }

    @Test(arguments: [
        ("blpop a b c 0", "a:RW,access,delete b:RW,access,delete c:RW,access,delete"),
        ("blpop a 0", "a:RW,access,delete"),
        ("blmove a b left right 0", "a:RW,access,delete b:RW,insert"),
    ])
    func rangesThatEndBeforeTheEnd(_ request: String, _ expected: String) { #expect(keys(request) == expected) }

    @Test(arguments: [
        ("lmpop 1 a left", "a:RW,access,delete"),
        ("lmpop 2 a left", "a:RW,access,delete left:RW,access,delete"),
        ("blmpop 0 1 a left", "a:RW,access,delete"),
        ("lmpop 0 a left", ""),
        ("lmpop -1 a left", ""),
        ("lmpop 10 a left", ""),
        ("lmpop x a left", ""),
        ("blmpop 0 9 a left", ""),
        ("lmpop 9223372036854775807 a left", ""),
        ("lmpop 99999999999999999999 a left", ""),
        ("lmpop 1x a left", "a:"),
        ("lmpop +1 a left", "a:"),
        ("lmpop 01 a left", "a:"),
        ("blmpop 0 1x a left", "a:"),
    ])
    func countedKeys(_ request: String, _ expected: String) { #expect(keys(request) == expected) }

    @Test(arguments: [
        ("set a b", "a:OW,update"),
        ("set a b get", "a:RW,access,update"),
        ("set a b EX GeT", "a:RW,access,update"),
        ("set a b GETX", "a:OW,update"),
        ("set a get", "a:OW,update"),
    ])
    func accessThatDependsOnOptions(_ request: String, _ expected: String) { #expect(keys(request) == expected) }
}
