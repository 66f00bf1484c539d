// Mathematics. `random` is the state's own sequence, the same on every machine and in every run until it is seeded.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

enum MathLibrary {
    static var functions: [(StaticString, NativeFunction)] {
        [
            ("abs", unary { $0.magnitude }), ("acos", unary { acos($0) }), ("asin", unary { asin($0) }),
            ("atan2", binary { atan2($0, $1) }), ("atan", unary { atan($0) }), ("ceil", unary { ceil($0) }),
            ("cosh", unary { cosh($0) }), ("cos", unary { cos($0) }), ("deg", unary { $0 / (Double.pi / 180) }),
            ("exp", unary { exp($0) }), ("floor", floor), ("fmod", binary { fmod($0, $1) }), ("frexp", frexp),
            ("ldexp", ldexp), ("log10", unary { log10($0) }), ("log", unary { log($0) }), ("max", maximum),
            ("min", minimum), ("modf", modf), ("pow", binary { pow($0, $1) }),
            ("rad", unary { $0 * (Double.pi / 180) }), ("random", random), ("randomseed", randomSeed),
            ("sinh", unary { sinh($0) }), ("sin", unary { sin($0) }), ("sqrt", unary { sqrt($0) }),
            ("tanh", unary { tanh($0) }), ("tan", unary { tan($0) }),
        ]
    }

    private static func unary(_ operation: @escaping @Sendable (Double) -> Double) -> NativeFunction {
        { call throws(LuaError) in
            let argument = try call.checkNumber(1)
            try call.push(operation(argument))
        }
    }

    private static func binary(_ operation: @escaping @Sendable (Double, Double) -> Double) -> NativeFunction {
        { call throws(LuaError) in
            let (first, second) = (try call.checkNumber(1), try call.checkNumber(2))
            try call.push(operation(first, second))
        }
    }

    /// What scripts call most often goes through no closure.
    private static func floor(_ call: inout LuaCall) throws(LuaError) {
        let argument = try call.checkNumber(1)
        try call.push(LuaValue(argument.rounded(.down)))
    }

    private static func frexp(_ call: inout LuaCall) throws(LuaError) {
        let number = try call.checkNumber(1)
        guard number.isFinite, number != 0 else {
            try call.push(number)
            return try call.push(0)
        }
        let exponent = Int(number.exponent) + 1
        try call.push(Double(sign: .plus, exponent: -exponent, significand: number))
        try call.push(exponent)
    }

    private static func ldexp(_ call: inout LuaCall) throws(LuaError) {
        let (number, exponent) = (try call.checkNumber(1), try call.checkInt(2))
        try call.push(scalbn(number, Int32(exponent)))
    }

    private static func modf(_ call: inout LuaCall) throws(LuaError) {
        let number = try call.checkNumber(1)
        let whole = number.rounded(.towardZero)
        try call.push(whole)
        try call.push(
            number.isInfinite ? Double(sign: number.sign, exponent: 0, significand: 0) : fraction(number, whole))
    }

    private static func fraction(_ number: Double, _ whole: Double) -> Double {
        let rest = number - whole
        return rest == 0 && number.sign == .minus ? -0.0 : rest
    }

    private static func maximum(_ call: inout LuaCall) throws(LuaError) {
        var best = try call.checkNumber(1)
        for index in 1..<(call.argumentCount + 1) {
            let number = try call.checkNumber(index)
            if number > best { best = number }
        }
        try call.push(best)
    }

    private static func minimum(_ call: inout LuaCall) throws(LuaError) {
        var best = try call.checkNumber(1)
        for index in 1..<(call.argumentCount + 1) {
            let number = try call.checkNumber(index)
            if number < best { best = number }
        }
        try call.push(best)
    }

    private static func random(_ call: inout LuaCall) throws(LuaError) {
        let greatest = RandomSequence.greatest
        let fraction = Double(call.runtime.o.random.next() % greatest) / Double(greatest)
        switch call.argumentCount {
        case 0: try call.push(fraction)
        case 1:
            let upper = try call.checkInt(1)
            guard upper >= 1 else { throw call.argumentError(1, "interval is empty") }
            try call.push((fraction * Double(upper)).rounded(.down) + 1)
        case 2:
            let (lower, upper) = (try call.checkInt(1), try call.checkInt(2))
            guard lower <= upper else { throw call.argumentError(2, "interval is empty") }
            let width = Double(Int32(truncatingIfNeeded: upper - lower + 1))
            try call.push((fraction * width).rounded(.down) + Double(lower))
        default: throw call.error("wrong number of arguments")
        }
    }

    private static func randomSeed(_ call: inout LuaCall) throws(LuaError) {
        let seed = try call.checkInt(1)
        call.runtime.o.random.seed(Int32(seed))
    }

    /// `os.clock`: seconds of processor time since the state was made.
    static func clock(_ call: inout LuaCall) throws(LuaError) {
        #if canImport(Glibc)
            let now = Glibc.clock()
        #else
            let now = Darwin.clock()
        #endif
        try call.push(Double(now - call.runtime.o.startTime) / Double(CLOCKS_PER_SEC))
    }
}
