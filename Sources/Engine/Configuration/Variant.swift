// Variants: what a table declares once for every release, and how it differs in some.

/// A declaration that differs in some releases.
protocol HasVariants: Sendable {
    var variants: [Variant<Self>] { get set }
}

/// How a declaration differs in some releases.
struct Variant<Declaration>: Sendable {
    let profiles: Profiles
    let change: @Sendable (inout Declaration) -> Void
}

extension HasVariants {
    /// The same, except that it is changed in `profiles`.
    @inline(never) func `in`(_ profiles: Profiles, _ change: @escaping @Sendable (inout Self) -> Void) -> Self {
        var declaration = self
        declaration.variants.append(Variant(profiles: profiles, change: change))
        return declaration
    }

    /// As `profile` has it. O(variants).
    func resolved(for profile: Profile) -> Self {
        if variants.isEmpty { return self }
        var declaration = self
        declaration.variants = []
        for variant in variants where variant.profiles.contains(profile) { variant.change(&declaration) }
        return declaration
    }
}
