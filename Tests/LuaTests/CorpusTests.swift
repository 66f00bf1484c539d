// Whole programs: those whose output lua5.1 has printed, and those that have been run on a real server.

import Testing

@Suite struct CorpusTests {
    private static let corpus = Lua.programs(in: "Corpus")
    private static let libraries = Lua.programs(in: "Libraries")

    @Test func thereArePrograms() {
        #expect(Self.corpus.count >= 6 && Self.libraries.count >= 2)
        #expect(Self.corpus.allSatisfy { $0.expected.count > 500 })
    }

    @Test(arguments: corpus)
    func printsWhatTheRealInterpreterPrints(program: Program) { expectSame(program, collectsEagerly: false) }

    /// Nothing is freed that the program can still see. The largest program takes long and shows no more.
    @Test(arguments: corpus.filter { $0.name != "syntax.lua" })
    func printsTheSameWheneverThereIsACollection(program: Program) { expectSame(program, collectsEagerly: true) }

    private func expectSame(_ program: Program, collectsEagerly: Bool) {
        let outcome = Lua.run(
            program.source, name: "@Tests/LuaTests/Corpus/\(program.name)", collectsEagerly: collectsEagerly)
        #expect(program.differences(from: outcome.printed).isEmpty)
        #expect(outcome.result == "nil")
    }

    @Test(arguments: libraries)
    func librariesGiveWhatTheRealServerGives(program: Program) {
        let outcome = Lua.run(program.source, name: "@user_script")
        #expect(program.differences(from: outcome.result).isEmpty)
    }
}
