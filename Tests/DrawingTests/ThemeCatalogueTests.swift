import Drawing
import Foundation
import Testing
import Themes

@Suite("Bundled themes")
struct ThemeCatalogueTests {
  /// The folder `themes`, found from this file.
  private static let folder = URL(filePath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "themes").resolvingSymlinksInPath()

  @Test("The dark default comes first, then the light one; the one without colours is the last")
  func order() {
    let names = ["okabe-dark", "projector-light", "high-contrast", "print-grey", "console-16", "mono"]
    #expect(ThemeCatalogue.all.map(\.name) == names)
    #expect(ThemeCatalogue.defaultName == names.first && ThemeCatalogue.names.sorted() == names.sorted())
  }

  @Test("What is built in is what the folder holds, byte for byte")
  func embedded() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path())
      .filter { $0.hasSuffix(".yaml") }.sorted()
    #expect(ThemeCatalogue.texts.map(\.name) == names)
    for (name, text) in ThemeCatalogue.texts {
      let bytes = try Data(contentsOf: Self.folder.appending(path: name))
      #expect(Array(text.utf8) == Array(bytes), "\(name) differs: build again")
    }
  }

  @Test("Every bundled file is a theme named like its file", arguments: ThemeCatalogue.texts.map(\.name))
  func named(file: String) throws {
    let text = try #require(ThemeCatalogue.texts.first { $0.name == file }?.text)
    let theme = try ThemeFile(text, source: file).theme
    #expect(theme.name + ".yaml" == file)
    #expect(ThemeCatalogue.theme(named: theme.name) == theme)
    #expect(ThemeCatalogue.all.contains(theme))
  }

  @Test("Every theme has all roles and sixteen colours for players", arguments: ThemeCatalogue.all)
  func complete(theme: Theme) {
    #expect(theme.looks.count == Role.allCases.count)
    #expect(theme.ansi.count == 16)
  }

  @Test("A name that does not exist finds no theme, but the nearest name")
  func unknown() {
    #expect(ThemeCatalogue.theme(named: "okabe") == nil)
    #expect(ThemeCatalogue.nearestName(to: "okabe-drak") == "okabe-dark")
    #expect(ThemeCatalogue.nearestName(to: "solarized") == nil)
  }

  @Test("The numbers of the design arrive in the looks")
  func numbers() throws {
    let dark = try #require(ThemeCatalogue.theme(named: "okabe-dark"))
    #expect(dark[.vmaFile].rgb.foreground == RGB(0x5fccff))
    #expect(dark[.vmaFile].c256.foreground == 81)
    #expect(dark[.stageActive].c256 == .init(234, on: 227))
    #expect(dark[.stageActive].attributes == .bold)
    #expect(dark[.descChanged].rgb.foreground == dark[.stageActive].rgb.ground)
    let light = try #require(ThemeCatalogue.theme(named: "projector-light"))
    #expect(light.variant == .light)
    #expect(light[.descChanged].rgb.foreground == light[.stageActive].rgb.ground)
    let mono = try #require(ThemeCatalogue.theme(named: "mono"))
    #expect(mono[.stageActive].attributes == [.reverse, .bold])
    #expect(Role.allCases.allSatisfy { mono[$0].rgb == .init() && mono[$0].attributes == mono[$0].mono })
  }
}
