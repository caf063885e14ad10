---- MODULE M ----
EXTENDS HTML, TLCExt

ASSUME AssertEq(StringFill("a %x% %x% %y%", <<<<"%x%", "1">>, <<"%y%", "2">>>>), "a 1 %x% 2")
ASSUME AssertEq(StringSeqToString(<<"", "a", "", "b">>, "-"), "a--b")
ASSUME AssertEq(HTMLAttribute("display", "grid"), "display: grid;")
ASSUME AssertEq(HTMLClass(".c", <<HTMLAttribute("a", "b"), HTMLAttribute("c", "d")>>), ".c {\na: b;\nc: d;\n}")
ASSUME AssertEq(HTMLText("t", "hi"), "<span id=\"t\">\nhi\n</span>")
ASSUME AssertEq(HTMLBox("b", <<"x", "y">>, HTMLSize("1px", "2px"), <<HTMLNewLine>>),
                "<div id=\"b\" class=\"default_box x y\" style=\"width: 1px; height: 2px;\">\n<br>\n</div>")
ASSUME AssertEq(HTMLCircle("b", <<>>, "s", <<>>), HTMLBox("b", <<"default_circle">>, "s", <<>>))
ASSUME AssertEq(HTMLFrame("f", <<"a", "b">>), "<div id=\"f\">\na\nb\n</div>")
ASSUME AssertEq(HTMLGridContainer("g", <<"x">>, <<"a">>), "<div id=\"g\" class=\"default_grid x\">\na\n</div>")
ASSUME AssertEq(HTMLSVG("s", "0 0 1 1", "w", "<g/>"), "<svg id=\"s\" viewBox=\"0 0 1 1\" style=\"w\">\n<g/>\n</svg>")
ASSUME AssertEq(HTMLScript(<<HTMLJSLine("a", "b", "red", "4")>>),
                "<script>\nnew LeaderLine(document.getElementById(\"a\"), document.getElementById(\"b\"), {color: 'red', size: 4})\n</script>")
ASSUME AssertEq(HTMLJSKeyListener(<<HTMLJSNavigationKey("N", "2.html")>>),
                "window.onkeyup = function(event) {\nlet key = event.key.toUpperCase();\nif(key == 'N'){\nwindow.location.replace(\"2.html\");\n}\n}")
ASSUME AssertEq(HTMLLink("a.css", "stylesheet"), "<link href=\"a.css\" rel=\"stylesheet\"/>")
ASSUME AssertEq(HTMLScriptFile("a.js"), "<script src=\"a.js\"></script>")
ASSUME AssertEq(HTMLDocument("<head/>", HTMLBody("x"), <<"s1", "s2">>),
                "<!DOCTYPE html>\n<html>\n<head/>\n<body>\nx\n</body>\ns1\ns2\n</html>")
====
