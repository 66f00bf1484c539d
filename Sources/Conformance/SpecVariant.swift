// Variants: what other releases answer than the one that the specs are recorded from. `Spec.swift` describes their format.

extension SpecFile {
    /// The release that the specs are recorded from, unless a case says otherwise.
    static let standardRelease = "redis-8.0"

    /// The file as a release answers it: with the replies of a variant, without the cases that are about another release or that
    /// this one cannot play, each case asking for the release.
    func applying(_ variant: SpecFile?, release: String) throws(SpecError) -> SpecFile {
        var file = self
        if let variant {
            if variant.isInstead { file.cases = variant.cases } else { try file.overlay(variant) }
        }
        file.cases.removeAll { $0.options.skip != nil || $0.release != nil }
        for index in file.cases.indices {
            file.cases[index].options.configuration.insert(
                SpecCase.Directive(name: SpecCase.profileDirective, value: release), at: 0)
        }
        return file
    }

    /// Takes the replies of a variant. Its cases and their requests come in the order of this file.
    mutating func overlay(_ variant: SpecFile) throws(SpecError) {
        var place = 0
        for changed in variant.cases {
            guard let index = cases[place...].firstIndex(where: { $0.title == changed.title }) else {
                throw SpecError("\(path) has no such case", line: changed.line, path: variant.path)
            }
            place = index + 1
            cases[index].options.skip = changed.options.skip
            var next = 0
            for step in changed.steps {
                guard
                    let found = cases[index].steps[next...].firstIndex(where: { $0.source == step.source })
                else {
                    throw SpecError("\(path) has no such request", line: step.line, path: variant.path)
                }
                cases[index].steps[found].expected = step.expected
                next = found + 1
            }
        }
    }
}

extension SpecCase {
    /// The release that the case is about, if it is about one alone.
    var release: String? {
        options.configuration.last { $0.name == SpecCase.profileDirective }?.value
    }
}

extension SpecSuite {
    /// Where the variants for a release are, given the folder of the specs.
    static func variantFolder(of release: String, beside folder: String) -> String {
        "\(folder)/../Variants/\(release)"
    }

    /// The variant of a file for a release, or nil.
    static func variant(of file: SpecFile, release: String, beside folder: String) throws(SpecError)
        -> SpecFile?
    {
        let path = "\(variantFolder(of: release, beside: folder))/\(file.family)/\(file.name).spec"
        guard Files.exists(path) else { return nil }
        return try SpecFile(path: path, text: try Files.read(path))
    }

    /// The suite as a release answers it.
    func applyingVariants(of release: String, beside folder: String) throws(SpecError) -> SpecSuite {
        var suite = self
        for index in files.indices {
            let variant = try SpecSuite.variant(of: files[index], release: release, beside: folder)
            suite.files[index] = try files[index].applying(variant, release: release)
        }
        return suite
    }
}
