import KernelRoutines
import Scenarios
import Testing

/// Each rule: the line of the right scenario that is replaced, by what, and the message.
struct Slip: Sendable, CustomTestStringConvertible {
  var line: Int
  var text: String
  var message: String
  var testDescription: String { text }

  init(_ line: Int, _ text: String, _ message: String) {
    self.line = line
    self.text = text
    self.message = message
  }
}

@Suite("A scenario file is read strictly") struct StrictnessTests {
  @Test("The scenario that the rules are tried on is right")
  func right() { #expect(ScenarioText.problems(ScenarioText.right) == []) }

  private func check(_ slip: Slip) {
    let got = ScenarioText.problems(ScenarioText.replacing(slip.line, with: slip.text))
    #expect(got == ["f:\(slip.message)"], difference(got, from: ["f:\(slip.message)"]))
  }

  /// What is expected where a revision should stand.
  static let revisions = "one of " + Revision.allCases.map(\.rawValue).joined(separator: ", ")

  static let top =
    "title, teaches, revision, process, maps, before, levels, limits, files, tasks, fail, choose, captions"
    + ", expect, untouched"
  static let keys = [
    Slip(1, "titel: A title", "1:1: unknown key \"titel\", expected one of \(top); did you mean title?"),
    Slip(4, "colour: red", "4:1: unknown key \"colour\", expected one of \(top)"),
    Slip(
      8, "    inventd: yes",
      "8:5: unknown key \"inventd\", expected one of path, invented, noexec, read_only, closed, driver; "
        + "did you mean invented?"
    ),
    Slip(
      16, "    - mmap: { file: device, pages: 16, prot: rw, flags: shared, adr: 0 }",
      "16:65: unknown key \"adr\", expected one of file, anonymous, pages, prot, "
        + "flags, at, fixed, hint, offset, odd_bytes, locked, grows_down"),
    Slip(1, "", "2:1: no key \"title\", expected title: text"),
    Slip(7, "", "8:5: no key \"path\", expected path: path"),
    Slip(
      16, "    - mmap: { file: device, prot: rw, flags: shared }",
      "16:13: no key \"pages\", expected pages: number or none"),
    Slip(4, "title: Again", "4:1: \"title\" a second time, expected each key once (first in line 1)"),
    Slip(4, "\"title\": Again", "4:1: \"title\" a second time, expected each key once (first in line 1)"),
    Slip(
      20, "expect: { returns: address, returns: EIO }",
      "20:29: \"returns\" a second time, expected each key once (first in line 20)"),
  ]

  @Test("Unknown, missing and repeated keys", arguments: keys)
  func key(slip: Slip) { check(slip) }

  static let types = [
    Slip(1, "title: [a]", "1:8: a list, expected a text"),
    Slip(1, "title:", "1:7: nothing, expected a text"),
    Slip(1, "title: ''", "1:8: an empty text, expected a text"),
    Slip(3, "revision: [seed-v2]", "3:11: a list, expected \(Self.revisions)"),
    Slip(17, "fail: action.remap", "17:7: \"action.remap\", expected a list of step ids such as []"),
    Slip(17, "fail:", "17:6: nothing, expected a list of step ids such as []"),
    Slip(18, "choose: {}", "18:9: keys with values, expected a list of decisions such as []"),
    Slip(19, "captions: []", "19:11: a list, expected texts by step id, such as establish.vma_link_file: …"),
    Slip(20, "expect: yes", "20:9: \"yes\", expected keys such as returns, leaves, breaks"),
    Slip(
      16, "    mmap: { file: device }", "16:5: keys with values, expected a list of one call, - mmap: { … }"),
    Slip(1, "title: !!int 5", "1:8: the tag \"tag:yaml.org,2002:int\", expected a value without a tag"),
  ]

  @Test("Values of another type", arguments: types)
  func type(slip: Slip) { check(slip) }

  static let words = [
    Slip(3, "revision: seed-v3", "3:11: \"seed-v3\", expected \(Self.revisions); did you mean seed-v2?"),
    Slip(4, "process: smal", "4:10: \"smal\", expected small; did you mean small?"),
    Slip(8, "    invented: maybe", "8:15: \"maybe\", expected one of yes, no, true, false"),
    Slip(
      12, "      success_hook: { returns: EOI }",
      "12:32: \"EOI\", expected 0 or an errno such as EIO; did you mean EIO?"),
    Slip(
      13, "      error_hook: { filters: EAGAIN }",
      "13:21: unknown key \"filters\", expected one of keeps, filters_to, returns; did you mean filters_to?"),
    Slip(
      13, "      error_hook: { filters_to: EAGIAN }",
      "13:33: \"EAGIAN\", expected an errno such as ENOMEM; did you mean EAGAIN?"),
    Slip(13, "      error_hook: { returns: EIO }", "13:30: \"EIO\", expected 0"),
    Slip(
      13, "      error_hook: { keeps: yes, returns: 0 }",
      "13:19: 2 behaviours, expected one of keeps: yes, filters_to: ERRNO, returns: 0"),
    Slip(
      11, "      prepare: { action: remap }", "11:26: \"remap\", expected nothing, or { remap_pfn: { … } }"),
    Slip(
      11, "      prepare: { action: { remap_pfm: { pfn: 1 } } }",
      "11:28: unknown key \"remap_pfm\", expected one of remap_pfn, io_remap_pfn, insert_mixed, "
        + "map_kernel_pages, insert_mixed_pages, simple_ioremap, custom; did you mean remap_pfn?"),
    Slip(
      16, "    - mmap: { file: device, pages: 16, prot: wr, flags: shared }",
      "16:46: \"wr\", expected one of none, r, w, x, rw, rx, wx, rwx; did you mean rw?"),
    Slip(
      16, "    - mmap: { file: device, pages: 16, prot: rw, flags: shard }",
      "16:57: \"shard\", expected one of shared, private; did you mean shared?"),
    Slip(
      16, "    - mmap: { file: devise, pages: 16, prot: rw, flags: shared }",
      "16:21: \"devise\", expected a name under files (device); did you mean device?"),
    Slip(
      20, "expect: { returns: { seed-v1: address } }",
      "20:22: unknown revision \"seed-v1\", expected \(Self.revisions), all; did you mean seed-v2?"),
    Slip(
      20, "expect: { returns: adress }",
      "20:20: \"adress\", expected address, never or an errno such as EAGAIN; did you mean address?"),
    Slip(
      20, "expect: { leaves: evrything }",
      "20:19: \"evrything\", expected everything, nothing or the name of a law; did you mean everything?"),
    Slip(
      20, "expect: { at: { a.b: { rmap: visble } } }",
      "20:30: \"visble\", expected one of hidden, visible, waits; did you mean visible?"),
    Slip(
      19, "captions: { a.b: \"from {vmas} on\" }",
      "19:18: unknown placeholder {vmas}, expected one of {vma} {pfn} {errno} {file} {pages}; "
        + "did you mean {vma}?"
    ),
    Slip(
      19, "captions: { a.b: \"from {vma on\" }",
      "19:18: a single \"{\", expected one of {vma} {pfn} {errno} {file} {pages}"),
  ]

  @Test("Unknown words, with the nearest known one", arguments: words)
  func word(slip: Slip) { check(slip) }

  private static func call(_ arguments: String) -> String {
    "    - mmap: { file: device, prot: rw, flags: shared, \(arguments) }"
  }
  static let page = "1 to 65536 pages"
  static let frames = "expected frames below 0x10000000000 (52 bits of physical address)"
  static let aligned = "a multiple of 0x1000 from 0x10000 on"
  static let values = [
    Slip(16, call("pages: 0"), "16:61: 0, expected \(page)"),
    Slip(16, call("pages: 65537"), "16:61: 65537, expected \(page)"),
    Slip(16, call("pages: 64M"), "16:61: 64M, expected \(page)"),
    Slip(16, call("pages: -1"), "16:61: \"-1\", expected \(page)"),
    Slip(16, call("pages: 1.5"), "16:61: \"1.5\", expected \(page)"),
    Slip(16, call("pages: 2k"), "16:61: \"2k\", expected \(page); did you mean 2K?"),
    Slip(16, call("pages: 1_000"), "16:61: \"1_000\", expected \(page); did you mean 1000?"),
    Slip(
      16, call("pages: 0x10000000000000000"),
      "16:61: 0x10000000000000000, more than 64 bits, expected \(page)"),
    Slip(16, call("pages: 1, at: 0x7f3a00000800"), "16:68: 0x7f3a00000800, expected \(aligned)"),
    Slip(16, call("pages: 1, at: 0"), "16:68: 0x0, expected \(aligned)"),
    Slip(
      16, call("pages: 1, at: 7f3a0fdfb000"),
      "16:68: \"7f3a0fdfb000\", expected \(aligned); did you mean 0x7f3a0fdfb000?"),
    Slip(
      16, call("pages: 2, at: 0x7fffffffe000"),
      "16:68: 2 pages at 0x7fffffffe000, expected an end in the user half, at most 0x7ffffffff000"),
    Slip(
      16, call("pages: 1, at: 0xffffffffffffffff"), "16:68: 0xffffffffffffffff, expected \(aligned)"),
    Slip(
      16, call("pages: 2, at: 0xfffffffffffff000"),
      "16:68: 2 pages at 0xfffffffffffff000, expected an end in the user half, at most 0x7ffffffff000"),
    Slip(
      16, call("pages: 16, offset: 0xffffffffffff8"),
      "16:73: 0xffffffffffff8, expected an offset of up to 4503599627370480 pages (64 bits of bytes)"),
    Slip(
      11, "      prepare: { action: { remap_pfn: { pfn: 0x10000000000 } } }",
      "11:46: 0x10000000000, expected offset, or a page frame up to 0xffffffffff"),
    Slip(
      11, "      prepare: { action: { remap_pfn: { pfn: 0xfffffffff8 } } }",
      "16:13: 16 page frames from 0xfffffffff8 on, \(frames)"),
    Slip(
      11, "      prepare: { action: { io_remap_pfn: { pfn: 0xfffffffff8 } } }",
      "16:13: 16 page frames from 0xfffffffff8 on, \(frames)"),
    Slip(
      11, "      prepare: { action: { insert_mixed: { pfn: 0xfffffffffc, pages: 5 } } }",
      "16:13: 5 page frames from 0xfffffffffc on, \(frames)"),
    Slip(
      11, "      prepare: { action: { map_kernel_pages: { pfn: 0xffffffffff, from: 14 } } }",
      "16:13: 2 page frames from 0xffffffffff on, \(frames)"),
    Slip(
      11, "      prepare: { action: { simple_ioremap: { phys: 0xffffffffff000, bytes: 0x10000 } } }",
      "16:13: 16 page frames from 0xffffffffff on, \(frames)"),
    Slip(
      11,
      "      prepare: { action: { custom: { ranges: [{ pfn: 1, pages: 2 }, "
        + "{ pfn: 0xffffffffff, pages: 2 }] } } }",
      "16:13: 2 page frames from 0xffffffffff on, \(frames)"),
    Slip(7, "    path: dev/vmalab", "7:11: \"dev/vmalab\", expected a path from / on, at most 4095 bytes"),
    Slip(
      10, "      name: my-lab",
      "10:13: \"my-lab\", expected a prefix of a-z, 0-9 and _, a letter first, at most 15 long"),
    Slip(
      15, "  Mapper:",
      "15:3: \"Mapper\", expected a name of a-z, 0-9 and _, a letter first, at most 15 long"),
  ]

  @Test("Impossible values, with the limit's number", arguments: values)
  func value(slip: Slip) { check(slip) }

  static let id = "[task/]stage.function.label of a-z 0-9 and _"
  static let steps = [
    Slip(17, "fail: [Action.remap]", "17:8: \"Action.remap\" as step id, expected \(id)"),
    Slip(17, "fail: [action..pte]", "17:8: \"action..pte\" as step id, expected \(id)"),
    Slip(17, "fail: [action.pte/x]", "17:8: \"action.pte/x\" as step id, expected \(id)"),
    Slip(
      17, "fail: [a.b=ENOMEN]",
      "17:8: \"ENOMEN\", expected an errno behind =, such as ENOMEM; did you mean ENOMEM?"),
    Slip(17, "fail: [a.b, a.b]", "17:13: \"a.b\" a second time, expected each decision once"),
    Slip(18, "choose: [a.b]", "18:10: \"a.b\", expected a decision, ID=ANSWER or ID@TASK"),
    Slip(18, "choose: [a.b@]", "18:10: \"\", expected a task behind @"),
    Slip(19, "captions: { a b: x }", "19:13: \"a b\" as step id, expected \(id)"),
    Slip(20, "expect: { at: { a-b: { rmap: visible } } }", "20:17: \"a-b\" as step id, expected \(id)"),
    Slip(
      20, "expect: { at: { a.b: {} } }", "20:22: no fact, expected at least one, such as mmap_lock: write"),
    Slip(20, "expect: { breaks: [Law] }", "20:20: \"Law\", expected the name of a law, of a-z, 0-9 and _"),
  ]

  @Test("Step ids, decisions and laws that cannot be ones", arguments: steps)
  func step(slip: Slip) { check(slip) }

  @Test("One call of a task is the limit for now, and only the first task maps")
  func limits() {
    let call = "{ file: device, pages: 1, prot: r, flags: shared }"
    #expect(
      ScenarioText.problems(ScenarioText.replacing(17, with: "    - mmap: \(call)")) == [
        "f:17:7: 2 calls, expected 1 call of a task at most, for now"
      ])
    #expect(
      ScenarioText.problems(ScenarioText.replacing(17, with: "  other: [ mmap: \(call) ]")) == [
        "f:17:12: mmap, expected another call: only the first task maps"
      ])
  }

  @Test("All problems are told, in the order of the text")
  func all() {
    let text = ScenarioText.text([
      "titel: x", "teaches: a", "revision: seed", "teaches: b", "files: {}", "tasks:",
      "  t: [ mmap: { pages: 0 } ]",
      "fail: [X]",
    ])
    let got = ScenarioText.problems(text).map { $0.split(separator: ",")[0] }
    let expected: [Substring] = [
      "f:1:1: unknown key \"titel\"", "f:3:11: \"seed\"", "f:4:1: \"teaches\" a second time",
      "f:5:8: no file",
      "f:7:14: no key \"prot\"", "f:7:14: no key \"flags\"", "f:7:14: neither file nor anonymous",
      "f:7:23: 0",
      "f:8:8: \"X\" as step id",
    ]
    #expect(got == expected, difference(got.map(String.init), from: expected.map(String.init)))
  }
}
