// DoubleDigits: the decimal digits of a double, by the algorithm that the real server uses: Grisu2 (Loitsch, "Printing
// floating-point numbers quickly and accurately with integers", 2010).
//
// The digits read back as the same number and are nearly always the fewest that do. In one case of a thousand they are one too many, or
// not the closest; a correct algorithm would then differ from the real server on the wire, so this one errs with it.

/// The digits of a positive, finite double.
struct DoubleDigits {
    /// As ASCII.
    private(set) var digits: [UInt8] = []
    /// The power of ten of the last digit.
    private(set) var exponent = 0

    init(_ value: Double) {
        let number = Scaled(significand: value.significandInteger, exponent: value.lastPlace)
        // Halfway to the next double above and below, on one scale; what lies between reads back as `value`.
        let upper = Scaled(significand: number.significand << 1 + 1, exponent: number.exponent - 1).normalized
        let isLowest = number.significand == 1 << 52
        let below = Scaled(
            significand: number.significand << (isLowest ? 2 : 1) - 1, exponent: number.exponent - (isLowest ? 2 : 1))
        let lower = Scaled(
            significand: below.significand << UInt64(below.exponent - upper.exponent), exponent: upper.exponent)
        let (power, powerOfTen) = Scaled.powerOfTen(scaling: upper.exponent)
        // The product's last place is uncertain: the interval is narrowed by it on both sides.
        let high = upper.times(power).significand - 1
        let low = lower.times(power).significand + 1
        let scaled = number.normalized.times(power)
        exponent = -powerOfTen
        generate(from: high, width: high - low, distance: high - scaled.significand, point: UInt64(-scaled.exponent))
    }

    /// Writes digits of `high`, whose binary point is `point` bits from the right, until what is left is less than `width`.
    private mutating func generate(from high: UInt64, width: UInt64, distance: UInt64, point: UInt64) {
        var (width, distance) = (width, distance)
        let one: UInt64 = 1 << point
        var (whole, fraction) = (high >> point, high & (one - 1))
        var unit: UInt64 = 1_000_000_000
        for left in stride(from: 9, through: 0, by: -1) {
            append(whole / unit)
            whole %= unit
            let rest = whole << point + fraction
            if rest <= width {
                exponent += left
                return approach(distance, rest: rest, width: width, unit: unit << point)
            }
            unit /= 10
        }
        while true {
            fraction *= 10
            width *= 10
            distance &*= 10
            exponent -= 1
            append(fraction >> point)
            fraction &= one - 1
            if fraction < width { return approach(distance, rest: fraction, width: width, unit: one) }
        }
    }

    private mutating func append(_ digit: UInt64) {
        if digit > 0 || !digits.isEmpty { digits.append(0x30 + UInt8(digit)) }
    }

    /// Lowers the last digit while that brings the number closer to the true value.
    private mutating func approach(_ distance: UInt64, rest: UInt64, width: UInt64, unit: UInt64) {
        var rest = rest
        while rest < distance, width - rest >= unit,
            rest &+ unit < distance || distance - rest > rest &+ unit &- distance
        {
            digits[digits.count - 1] -= 1
            rest += unit
        }
    }
}

/// `significand` times two to the power of `exponent`.
private struct Scaled {
    var significand: UInt64
    var exponent: Int

    /// The same number with the highest bit set.
    var normalized: Scaled {
        let shift = significand.leadingZeroBitCount
        return Scaled(significand: significand << UInt64(shift), exponent: exponent - shift)
    }

    /// The upper half of the product, rounded.
    func times(_ other: Scaled) -> Scaled {
        let product = significand.multipliedFullWidth(by: other.significand)
        return Scaled(
            significand: product.high + product.low >> 63, exponent: exponent + other.exponent + 64)
    }

    /// A power of ten that brings a number with this exponent to one between -60 and -32, and which power it is.
    static func powerOfTen(scaling exponent: Int) -> (power: Scaled, exponent: Int) {
        var index = (Int(-Double(exponent + powers.count) * 0.30102999566398114) - firstPower) / 8
        while true {
            let power = firstPower + index * 8
            // The binary exponent of 10^power: its logarithm to the base 2, rounded down, less the 63 bits behind the first.
            let candidate = Scaled(significand: powers[index], exponent: (power * 217_706) >> 16 - 63)
            let scaled = exponent + candidate.exponent + 64
            if scaled < -60 { index += 1 } else if scaled > -32 { index -= 1 } else { return (candidate, power) }
        }
    }

    private static let firstPower = -348

    /// The first 64 bits, rounded, of every eighth power of ten from 10^-348 on.
    private static let powers: [UInt64] = [
        0xfa8f_d5a0_081c_0288, 0xbaae_e17f_a23e_bf76, 0x8b16_fb20_3055_ac76, 0xcf42_894a_5dce_35ea,
        0x9a6b_b0aa_5565_3b2d, 0xe61a_cf03_3d1a_45df, 0xab70_fe17_c79a_c6ca, 0xff77_b1fc_bebc_dc4f,
        0xbe56_91ef_416b_d60c, 0x8dd0_1fad_907f_fc3c, 0xd351_5c28_3155_9a83, 0x9d71_ac8f_ada6_c9b5,
        0xea9c_2277_23ee_8bcb, 0xaecc_4991_4078_536d, 0x823c_1279_5db6_ce57, 0xc210_9436_4dfb_5637,
        0x9096_ea6f_3848_984f, 0xd774_85cb_2582_3ac7, 0xa086_cfcd_97bf_97f4, 0xef34_0a98_172a_ace5,
        0xb238_67fb_2a35_b28e, 0x84c8_d4df_d2c6_3f3b, 0xc5dd_4427_1ad3_cdba, 0x936b_9fce_bb25_c996,
        0xdbac_6c24_7d62_a584, 0xa3ab_6658_0d5f_daf6, 0xf3e2_f893_dec3_f126, 0xb5b5_ada8_aaff_80b8,
        0x8762_5f05_6c7c_4a8b, 0xc9bc_ff60_34c1_3053, 0x964e_858c_91ba_2655, 0xdff9_7724_7029_7ebd,
        0xa6df_bd9f_b8e5_b88f, 0xf8a9_5fcf_8874_7d94, 0xb944_7093_8fa8_9bcf, 0x8a08_f0f8_bf0f_156b,
        0xcdb0_2555_6531_31b6, 0x993f_e2c6_d07b_7fac, 0xe45c_10c4_2a2b_3b06, 0xaa24_2499_6973_92d3,
        0xfd87_b5f2_8300_ca0e, 0xbce5_0864_9211_1aeb, 0x8cbc_cc09_6f50_88cc, 0xd1b7_1758_e219_652c,
        0x9c40_0000_0000_0000, 0xe8d4_a510_0000_0000, 0xad78_ebc5_ac62_0000, 0x813f_3978_f894_0984,
        0xc097_ce7b_c907_15b3, 0x8f7e_32ce_7bea_5c70, 0xd5d2_38a4_abe9_8068, 0x9f4f_2726_179a_2245,
        0xed63_a231_d4c4_fb27, 0xb0de_6538_8cc8_ada8, 0x83c7_088e_1aab_65db, 0xc45d_1df9_4271_1d9a,
        0x924d_692c_a61b_e758, 0xda01_ee64_1a70_8dea, 0xa26d_a399_9aef_774a, 0xf209_787b_b47d_6b85,
        0xb454_e4a1_79dd_1877, 0x865b_8692_5b9b_c5c2, 0xc835_53c5_c896_5d3d, 0x952a_b45c_fa97_a0b3,
        0xde46_9fbd_99a0_5fe3, 0xa59b_c234_db39_8c25, 0xf6c6_9a72_a398_9f5c, 0xb7dc_bf53_54e9_bece,
        0x88fc_f317_f222_41e2, 0xcc20_ce9b_d35c_78a5, 0x9816_5af3_7b21_53df, 0xe2a0_b5dc_971f_303a,
        0xa8d9_d153_5ce3_b396, 0xfb9b_7cd9_a4a7_443c, 0xbb76_4c4c_a7a4_4410, 0x8bab_8eef_b640_9c1a,
        0xd01f_ef10_a657_842c, 0x9b10_a4e5_e991_3129, 0xe710_9bfb_a19c_0c9d, 0xac28_20d9_623b_f429,
        0x8044_4b5e_7aa7_cf85, 0xbf21_e440_03ac_dd2d, 0x8e67_9c2f_5e44_ff8f, 0xd433_179d_9c8c_b841,
        0x9e19_db92_b4e3_1ba9, 0xeb96_bf6e_badf_77d9, 0xaf87_023b_9bf0_ee6b,
    ]
}

extension Double {
    /// The significand as an integer, its hidden bit included.
    fileprivate var significandInteger: UInt64 {
        exponentBitPattern == 0 ? significandBitPattern : significandBitPattern | 1 << 52
    }

    /// The exponent of the significand's last bit.
    fileprivate var lastPlace: Int { Int(max(1, exponentBitPattern)) - 1075 }
}
