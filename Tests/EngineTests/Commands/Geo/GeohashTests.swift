// Geohashes: what a position becomes and comes back as, and the cells that cover a shape.

import Testing

@testable import UnderstudyEngine

@Suite struct GeohashTests {
    /// As recorded from redis 8.0.6.
    @Test func scoresAreTheRealServers() {
        let palermo = Geohash(GeoPosition(longitude: 13.361389, latitude: 38.115556))
        #expect(palermo.score == 3479099956230698)
        #expect(palermo.center.longitude == 13.361389338970184)
        #expect(palermo.center.latitude == 38.1155563954963)
        #expect(Geohash.text(ofScore: palermo.score) == Array("sqc8b49rny0".utf8))
    }

    @Test func aPositionComesBackNearby() {
        var random = RandomSource(seed: 1)
        for _ in 0..<1000 {
            let position = GeoPosition(
                longitude: Double.random(in: GeoPosition.longitudes, using: &random),
                latitude: Double.random(in: GeoPosition.latitudes, using: &random))
            let cell = Geohash(position)
            #expect(position.distance(to: Geohash(score: cell.score).center) < 0.6)
            #expect(cell.longitudes.min <= position.longitude && position.longitude <= cell.longitudes.max)
            #expect(cell.latitudes.min <= position.latitude && position.latitude <= cell.latitudes.max)
        }
    }

    /// A score that is none of a position is made one somehow, without harm.
    @Test(arguments: [-1, -.infinity, .infinity, 1e19, 0x1p63, 0x1p53, -0.0, 0.5])
    func anyScoreIsSomewhere(score: Double) { #expect(Geohash(score: score).center.isValid) }

    @Test(arguments: 1...26)
    func neighboursTouch(step: Int) {
        let cell = Geohash(GeoPosition(longitude: 13, latitude: 38), step: step)
        #expect(cell.neighbour(east: 0, north: 0) == cell)
        for (east, north) in [(1, 0), (0, 1), (1, 1), (-1, 1)] {
            #expect(cell.neighbour(east: east, north: north).neighbour(east: -east, north: -north) == cell)
        }
        if step > 2 {
            #expect(cell.neighbour(east: 1, north: 0).longitudes.min == cell.longitudes.max)
            #expect(cell.neighbour(east: 0, north: -1).latitudes.max == cell.latitudes.min)
        }
    }

    /// Whatever is within a shape is in one of its cells.
    @Test(arguments: 0..<4)
    func cellsCoverTheShape(seed: UInt64) {
        var random = RandomSource(seed: seed)
        for _ in 0..<300 {
            let center = GeoPosition(
                longitude: Double.random(in: -170...170, using: &random),
                latitude: Double.random(in: -60...60, using: &random))
            let radius = Double.random(in: 1...500, using: &random)
            let shape = GeoShape(center: center, outline: .circle(radius: radius), unit: 1000)
            let near = GeoPosition(
                longitude: center.longitude + Double.random(in: -5...5, using: &random),
                latitude: center.latitude + Double.random(in: -5...5, using: &random))
            guard shape.distance(to: near) != nil else { continue }
            let score = Geohash(near).score
            #expect(
                shape.cells.contains { $0.score <= score && score < Geohash(bits: $0.bits + 1, step: $0.step).score })
        }
    }
}
