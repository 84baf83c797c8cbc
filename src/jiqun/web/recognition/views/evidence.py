"""Evidence of an application: added under a heading, handed out to be saved, removed, replaced."""

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from jiqun.base.errors import NotFound, Problem, Refused
from jiqun.web.accounts.signed_in import doer_of
from jiqun.web.admission import reader_of
from jiqun.web.casework.contents import content_of
from jiqun.web.casework.files import to_be_saved
from jiqun.web.recognition import exhibits
from jiqun.web.recognition.models import Application, Exhibit
from jiqun.web.recognition.views.applications import application_for, application_page
from jiqun.web.rights import counties, readers_of_evidence


@counties.taking("POST")
def attach(request: HttpRequest, number: int) -> HttpResponse:
    """Keep a file under a heading of an application."""
    application = application_for(request, number)
    try:
        heading = request.POST.get("heading", "")
        exhibits.attach(application, _file(request), heading, doer_of(request))
    except Refused as refused:
        return application_page(request, application_for(request, number), refused.problems)
    return _back(application)


@readers_of_evidence
def download(request: HttpRequest, number: int, file: int) -> HttpResponse:
    """Hand out a file: to be saved, never to be shown by this site."""
    application = application_for(request, number)
    kept = _kept(request, application, file)
    try:
        content = content_of(kept.sha256, kept.name)
    except Refused as refused:
        return application_page(request, application, refused.problems)
    return to_be_saved(content, kept.name)


@counties.taking("POST")
def remove(request: HttpRequest, number: int, file: int) -> HttpResponse:
    """Remove a file that was not handed in."""
    application = application_for(request, number)
    try:
        exhibits.remove(_kept(request, application, file), doer_of(request))
    except Refused as refused:
        return application_page(request, application_for(request, number), refused.problems)
    return _back(application)


@counties.taking("POST")
def replace(request: HttpRequest, number: int, file: int) -> HttpResponse:
    """Let another file take the place of one that was handed in."""
    application = application_for(request, number)
    try:
        kept = _kept(request, application, file)
        exhibits.replace(kept, _file(request), doer_of(request))
    except Refused as refused:
        return application_page(request, application_for(request, number), refused.problems)
    return _back(application)


def _file(request: HttpRequest) -> UploadedFile:
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        raise Refused([Problem("filing.no_file_chosen")])
    return file


def _kept(request: HttpRequest, application: Application, file: int) -> Exhibit:
    seen = Exhibit.objects.all().for_reader(reader_of(request))
    kept = seen.filter(application=application, pk=file).first()
    if kept is None:
        raise Http404(NotFound(Problem("recognition.no_evidence")))
    return kept


def _back(application: Application) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('application', args=(application.pk,))}#evidence")
