// The table of commands holds together, and tells of every command what the real server tells.

import Foundation
import Testing

@testable import UnderstudyEngine

struct CommandTableTests {
    /// The commands and subcommands of every profile.
    private let commands = Profile.allCases.flatMap { CommandTableTests.commands(of: $0) }

    /// What real servers have and this one does not, with the subcommands: what the README says is not there yet.
    private static let absent: Set<String> = [
        "bgrewriteaof", "psync", "replconf", "sync",
    ]

    private static func commands(of profile: Profile) -> [Command] {
        CommandTable(CommandFamilies.all, of: profile).commands.flatMap { [$0] + $0.subcommands }
    }

    @Test(arguments: Profile.allCases)
    func everyCommandTellsWhatTheRealServerTells(_ profile: Profile) throws {
        let facts = try CommandFacts(of: profile)
        for command in Self.commands(of: profile) {
            let name = command.fullName.lowercased()
            #expect(try CommandFacts.info(of: command) == facts.info[name], "COMMAND INFO \(command.fullName)")
            #expect(try CommandFacts.docs(of: command) == facts.docs[name], "COMMAND DOCS \(command.fullName)")
        }
    }

    @Test(arguments: Profile.allCases)
    func thereAreTheCommandsOfTheRealServer(_ profile: Profile) throws {
        let expected = try CommandFacts(of: profile).info.keys.filter { name in
            !Self.absent.contains(String(name.prefix { $0 != "|" }))
        }
        let names = Self.commands(of: profile).map { $0.fullName.lowercased() }
        #expect(names.sorted() == expected.sorted())
    }

    @Test func everyCommandDoesSomething() {
        for command in commands {
            #expect(command.handler != nil || !command.subcommands.isEmpty, "\(command.fullName)")
            #expect(command.arity != 0, "\(command.fullName)")
        }
    }

    @Test func namesAreUniqueAndInLowerCase() {
        for profile in Profile.allCases {
            let names = Self.commands(of: profile).map(\.fullName)
            #expect(Set(names).count == names.count)
        }
        for command in commands where !command.flags.contains(.module) {
            #expect(command.fullName == command.fullName.lowercased())
        }
    }

    @Test func everyFamilyIsInAlphabeticalOrder() {
        for family in CommandFamilies.families {
            #expect(family.map(\.name) == family.map(\.name).sorted())
            for command in family {
                #expect(command.subcommands.map(\.name) == command.subcommands.map(\.name).sorted())
            }
        }
    }

    @Test func aFamilyIsAGroup() {
        for family in CommandFamilies.families {
            let groups = Set(family.map { $0.documentation().group })
            #expect(groups.count == 1, "\(groups)")
        }
    }

    @Test func everySummaryIsASentence() {
        var seen: [String: String] = [:]
        for command in commands where command.specification.name != "help" {
            let summary = command.documentation.summary
            #expect(summary.hasSuffix("."), "\(command.fullName)")
            #expect(summary.first?.isUppercase == true, "\(command.fullName)")
            #expect(seen.updateValue(command.fullName, forKey: summary) ?? command.fullName == command.fullName)
        }
    }

    @Test func everyKeyArgumentHasItsKeySpecification() {
        // A module's commands have no arguments in their documentation.
        for command in commands where !command.flags.contains(.module) {
            let places = keyPlaces(command.documentation.arguments)
            // Shard channels have a place as keys have one, and are none.
            let keys = command.specification.keys
            #expect(places == Set(keys.indices.filter { !keys[$0].flags.contains(.notKey) }), "\(command.fullName)")
        }
    }

    private func keyPlaces(_ arguments: [ArgumentSpecification]) -> Set<Int> {
        arguments.reduce(into: []) { places, argument in
            if let place = argument.keySpecification { places.insert(place) }
            places.formUnion(keyPlaces(argument.parts))
        }
    }

    @Test func everyCommandHasASpecFile() throws {
        let specs = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../ConformanceTests/Specs").standardized
        let files = FileManager.default.enumerator(at: specs, includingPropertiesForKeys: nil)
        let names = Set(
            (files?.allObjects ?? []).compactMap { ($0 as? URL)?.deletingPathExtension().lastPathComponent })
        for command in commands where command.parent == nil {
            #expect(names.contains(command.fullName.lowercased()), "\(command.fullName)")
        }
    }
}
